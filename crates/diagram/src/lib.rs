//! The drawing of a small network over the plane, for the figures of circles and playground.
//!
//! - [`layers`]: where the neurons stand, and which parameter a line shows.
//! - [`network`]: the drawing on the page: a button for each neuron, with what it sees, and a line for each weight.
//! - [`markup`], [`numbers`]: its markup, and the values of its widths and colours.

pub mod layers;
pub mod markup;
pub mod network;
pub mod numbers;
mod words;
