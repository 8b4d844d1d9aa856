//! The module that pages load. A program and not a library, since Cargo optimises across crates only for what is not
//! linked any further; a test of the figures links the library.
#![cfg_attr(target_arch = "wasm32", no_main)]

use redes_chapter_writers as _;

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
