//! What every figure on a page has in common. Each chapter's crate builds upon it.
//!
//! | to … | look at |
//! |---|---|
//! | become a module that pages load | [`module!`], [`element`] |
//! | mount a figure in its element | [`mounted`], [`later`], [`watch`], [`seen`] |
//! | compute at once: state, numbers, picture | [`computed`] |
//! | read and write the figure's link | [`link`], [`address`] |
//! | train: controls, phases, seed, speed, retry, cancel, helpers | [`training`], [`runner`], [`phase`], [`controls`] |
//! | talk to the trainer in its worker | [`worker`] |
//! | say what came out, for exercises | [`outcome`] |
//! | let the reader save networks | [`saving`] |
//! | keep a long training over a reload | [`keeping`] |
//! | draw curves, surfaces and images | [`plot`] |
//! | take numbers, choices and pointers from the reader | [`field`], [`choice`], [`drag`] |
//! | reach the page, its language and texts, the site's files | [`dom`], [`text`], [`words`], [`site`], [`fetch`], [`review_files`] |
//!
//! There is no mathematics here: networks come from `redes-core`, what is trained from `redes-experiment`, numbers and
//! pictures as text from `redes-sheet`.

pub mod address;
pub mod buffer;
pub mod choice;
pub mod computed;
pub mod controls;
pub mod dom;
pub mod drag;
pub mod element;
pub mod fetch;
pub mod field;
pub(crate) mod helpers;
pub mod keeping;
pub mod later;
pub mod link;
pub mod mounted;
pub mod outcome;
pub mod phase;
pub mod plot;
pub mod review_files;
pub mod runner;
pub mod saving;
pub mod seen;
pub mod site;
pub mod text;
pub mod training;
pub mod watch;
pub mod words;
pub mod worker;

pub use redes_sheet::number;
