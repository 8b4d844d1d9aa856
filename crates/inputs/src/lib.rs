//! What the reader gives the networks of cases 1.0 to 2.1, and these networks: for all chapters that use them.
//!
//! - [`pad`], [`digits`]: the pad, and what is drawn on it, as text and as an image.
//! - [`answer`]: what a network answers to that image.
//! - [`hands`]: which of several pointers draws.
//! - [`hidden`]: the choice of the hidden layers' activation.
//! - [`reviews`]: a review as the networks are given it.
//! - [`samples`]: ten drawings to choose from.
//! - [`networks`], [`shipped`]: the networks that ship with the site, fetched and read.
//! - [`words`]: the texts of pad and choice.

pub mod answer;
pub mod digits;
pub mod hands;
pub mod hidden;
pub mod networks;
pub mod pad;
pub mod reviews;
pub mod samples;
pub mod shipped;
pub mod words;
