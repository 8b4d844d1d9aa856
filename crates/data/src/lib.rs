//! The data that the networks read, and how it becomes numbers.
//!
//! - [`circles`]: scikit-learn's two concentric circles (thesis §2.5).
//! - [`shapes`]: other points in the plane for the playground, two of them scikit-learn's.
//! - [`split`]: scikit-learn's split into training and test samples.
//! - [`table`]: the reader's own points, from a table in CSV.
//! - [`idx`]: the file format of MNIST, raw or compressed.
//! - [`mnist`]: images and labels as a training set, normalised as the thesis does (cases 1.0 and 1.1).
//! - [`samples`]: ten digits of MNIST to show; [`scaling`]: four ways to scale pixels.
//! - [`drawing`]: turns strokes of a pen into an image like MNIST's.
//! - [`words`]: splits a text into words and gives them the ranks and numbers of Keras (cases 2.0 and 2.1).
//! - `acl_imdb`: reads the published archive of the IMDB reviews; needs the feature `archive`.
//! - [`reviews`]: encoded reviews as a training set, padded as the thesis does, and the file that the page loads.

#[cfg(feature = "archive")]
pub mod acl_imdb;
pub mod circles;
pub mod drawing;
pub mod gzip;
pub mod idx;
mod ink;
pub mod mnist;
pub mod reviews;
pub mod samples;
pub mod scaling;
pub mod shapes;
pub mod split;
pub mod table;
pub mod words;
