//! `redes-web` without the figures that need data sets: what most chapters load.
//!
//! The exports that `js/main.js` calls are `redes-web`'s own.

pub use redes_web::*;
