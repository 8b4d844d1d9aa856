//! `redes`: the command line.

fn main() {}
