//! The figure of the cover: a network that learns the circles.

pub mod cover;
mod words;

redes_shell::module! {
    figures: [cover],
}
