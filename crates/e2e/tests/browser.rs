//! The built site in a browser, topic by topic.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod accessibility;
mod alive;
mod deployed;
mod dialog;
mod digests;
mod disturbed;
mod elements;
mod embeds;
#[cfg(feature = "engines")]
mod engines;
mod exercises;
mod faults;
mod frames;
mod journeys;
mod junk;
mod kept;
mod keyboard;
mod layout;
mod left;
mod many;
mod models;
mod native;
mod offline;
mod pad;
mod pages;
mod paper;
mod parts;
mod playground;
mod reading;
mod results;
mod resumed;
mod reviews;
mod saving;
mod scorm;
mod search;
mod sharing;
mod states;
mod training;
mod trouble;
mod writers;
