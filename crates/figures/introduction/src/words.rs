//! The texts of this chapter's figures, from `www/text/{es,en}/`, and those of the shell.

pub(crate) use redes_shell::words::*;

include!(concat!(env!("OUT_DIR"), "/words.rs"));
