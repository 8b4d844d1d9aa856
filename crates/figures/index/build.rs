//! Makes constants of the texts of the cover.

fn main() {
    redes_words::chapter();
}
