//! Makes constants of the texts of this chapter's figures.

fn main() {
    redes_words::chapter();
}
