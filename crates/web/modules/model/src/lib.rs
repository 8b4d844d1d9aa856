//! `redes-web` with the figures of one chapter. The exports that `js/main.js` calls are `redes-web`'s own.

pub use redes_web::*;
