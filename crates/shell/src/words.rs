//! The texts that all figures share, from `www/text/{es,en}/common.toml`.
#![allow(missing_docs)]

include!(concat!(env!("OUT_DIR"), "/words.rs"));
