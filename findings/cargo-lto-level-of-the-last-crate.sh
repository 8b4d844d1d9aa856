#!/usr/bin/env bash
# Cargo 1.95: with `lto = true` the opt-level of the last crate decides whether the loops of all crates are vectorised.
#
# A profile may give each package its own opt-level: 3 for an engine, "z" for the program that shows its results. With
# link-time optimisation the engine's loops are vectorised at the link, and there the compiler goes by the level of the
# program. At "z" it vectorises none, although the engine has level 3: our training took twice its time, and
# nothing warned. The way out is a program of a few lines at level 3 that links the rest.
#
# Seen on 2026-11-27, cargo 1.95.0, Debian 12, x86-64; packed multiplications in the engine's function:
#   program at 3: vectorised
#   program at "z": not vectorised
#
# Run by hand, with cargo and objdump on the PATH; no package is fetched. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/engine/src" "$folder/program/src"
cat >"$folder/engine/Cargo.toml" <<'TOML'
[package]
name = "engine"
version = "0.0.0"
edition = "2021"
TOML
cat >"$folder/engine/src/lib.rs" <<'RUST'
#[no_mangle]
#[inline(never)]
pub fn scale_all(values: &mut [f32], factor: f32) {
    for value in values {
        *value *= factor;
    }
}
RUST
cat >"$folder/program/Cargo.toml" <<'TOML'
[package]
name = "program"
version = "0.0.0"
edition = "2021"

[dependencies]
engine = { path = "../engine" }
TOML
cat >"$folder/program/src/main.rs" <<'RUST'
fn main() {
    let mut values: Vec<f32> = std::env::args().map(|text| text.len() as f32).collect();
    engine::scale_all(&mut values, 0.5);
    println!("{values:?}");
}
RUST
seen=''
for level in 3 '"z"'; do
  cat >"$folder/Cargo.toml" <<TOML
[workspace]
members = ["engine", "program"]
resolver = "2"

[profile.release]
opt-level = 3
lto = true
codegen-units = 1

[profile.release.package.program]
opt-level = $level
TOML
  cargo build --quiet --release --manifest-path "$folder/Cargo.toml"
  code=$(objdump --disassemble=scale_all "$folder/target/release/program")
  case "$code" in
    *mulps*) seen+="program at $level: vectorised"$'\n' ;;
    *) seen+="program at $level: not vectorised"$'\n' ;;
  esac
done
printf '%s' "$seen"
expected='program at 3: vectorised
program at "z": not vectorised
'
[ "$seen" = "$expected" ] || { echo "cargo behaves differently now" >&2; exit 1; }
