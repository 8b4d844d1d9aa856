//! The texts of this chapter's figures, from `www/text/{es,en}/`.

include!(concat!(env!("OUT_DIR"), "/words.rs"));
