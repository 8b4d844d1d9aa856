//! The texts of this crate, from `www/text/{es,en}/inputs.toml`.
#![allow(missing_docs)]

include!(concat!(env!("OUT_DIR"), "/words.rs"));
