//! Figures as SCORM packages on a learning platform: what they report and keep, and what they do without a platform.

#[cfg(feature = "scorm-again")]
mod again;
mod ends;
mod fetches;
mod finds;
mod platform;
mod reports;
