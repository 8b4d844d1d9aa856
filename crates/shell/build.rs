//! Makes constants of the texts that all figures share.

fn main() {
    redes_words::write("pub", &["common"]);
}
