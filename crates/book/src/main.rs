//! Lays the pages beside what Trunk built.

fn main() {}
