//! Neural networks and backpropagation: pure Rust, no I/O, no clock, no browser.
