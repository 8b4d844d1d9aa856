//! Generates a constant for each text of this chapter's figures.

fn main() {
    redes_words::chapter();
}
