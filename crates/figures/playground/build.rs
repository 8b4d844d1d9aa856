//! Makes constants of the texts of this page's figures.

fn main() {
    redes_words::chapter();
}
