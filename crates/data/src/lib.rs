//! What the networks eat.
//!
//! - [`circles`]: scikit-learn's two concentric circles (thesis §2.5).
//! - [`idx`]: the file format of MNIST, raw or compressed.
//! - [`mnist`]: images and labels as a training set, normalised as the thesis does (cases 1.0 and 1.1).
//! - [`samples`]: ten digits of MNIST to look at; [`scaling`]: pixels into small numbers.
//! - [`drawing`]: strokes of a pen into an image like MNIST's.
//! - [`words`]: the words of a text, their ranks and their numbers, as Keras has them (cases 2.0 and 2.1).
//! - `acl_imdb`: the IMDB reviews as they are published; behind the feature `archive`.
//! - [`reviews`]: texts in numbers as a training set, padded as the thesis does, and their file for the page.

#[cfg(feature = "archive")]
pub mod acl_imdb;
pub mod circles;
pub mod drawing;
mod gzip;
pub mod idx;
pub mod mnist;
pub mod reviews;
pub mod samples;
pub mod scaling;
pub mod words;
