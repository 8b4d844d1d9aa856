//! The built site in a browser, topic by topic.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod accessibility;
mod deployed;
mod embeds;
mod keyboard;
mod layout;
mod offline;
mod pages;
mod playground;
mod reading;
mod results;
mod reviews;
mod search;
mod sharing;
mod training;
mod trouble;
