//! Makes constants of this crate's texts.

fn main() {
    redes_words::write("pub(crate)", &["diagram"]);
}
