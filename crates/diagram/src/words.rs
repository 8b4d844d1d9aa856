//! The texts of this crate, from `www/text/{es,en}/diagram.toml`.

include!(concat!(env!("OUT_DIR"), "/words.rs"));
