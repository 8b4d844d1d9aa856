//! The texts of this chapter's figures, from `www/text/{es,en}/`, and the shell's.

pub(crate) use redes_shell::words::*;

include!(concat!(env!("OUT_DIR"), "/words.rs"));
