#!/usr/bin/env bash
# math-core 0.7.0: `\overline` puts the combining low line, U+0332, over its letter, and not an overline.
#
# The element is <mover accent="true">, so the character stands above; but U+0332 is a combining mark that belongs under
# the character before it, and MathML Core lists U+203E and U+00AF for a line above. In Chromium 156 with STIX Two Math the
# bar over a capital C begins left of the letter. `\bar` gives U+00AF. Writing U+203E in the output for U+0332 mends
# it.
#
# Seen on 2026-11-27, math-core 0.7.0, cargo 1.95.0:
#   \overline{C}: U+0332
#   \bar{C}: U+00AF
#
# Run by hand, with cargo on the PATH; fetches math-core from crates.io. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "lines"
version = "0.0.0"
edition = "2021"

[dependencies]
math-core = "=0.7.0"
TOML
cat >"$folder/src/main.rs" <<'RUST'
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

fn main() {
    let converter = LatexToMathML::new(MathCoreConfig::default()).unwrap_or_else(|_| panic!("settings"));
    for latex in [r"\overline{C}", r"\bar{C}"] {
        let found = converter.convert_with_local_state(latex, MathDisplay::Block);
        let mathml = found.unwrap_or_else(|_| panic!("{latex}")).mathml.to_string();
        let mark = mathml.chars().find(|c| !c.is_ascii()).map_or(0, |c| c as u32);
        println!("{latex}: U+{mark:04X}");
    }
}
RUST
seen=$(cargo run --quiet --manifest-path "$folder/Cargo.toml")
printf '%s\n' "$seen"
expected='\overline{C}: U+0332
\bar{C}: U+00AF'
[ "$seen" = "$expected" ] || { echo "math-core behaves differently now" >&2; exit 1; }
