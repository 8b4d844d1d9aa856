#!/usr/bin/env bash
# serde 1.0.229 with serde-wasm-bindgen 0.6.5: a struct without floating-point numbers brings their printing into a module.
#
# A derived `Deserialize` of a text and a `u64` names the value that it did not expect, in its error. That error prints a
# `serde::de::Unexpected`, one of whose kinds is a floating-point number. So the module contains the standard library's two
# functions that print an `f64`, though no field is one and the error is dropped at once (`.ok()?`). Link-time optimisation
# for size does not remove them. The same fields read with js-sys need neither.
#
# Seen on 2026-11-28, Rust 1.95, wasm32-unknown-unknown, opt-level "z", fat LTO:
#   read with js-sys: does not print floating-point numbers
#   read with serde: prints floating-point numbers
# The two functions took 11 kB of the module before wasm-opt, their tables several more.
#
# Run by hand, with cargo and the target wasm32-unknown-unknown. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "fields"
version = "0.0.0"
edition = "2021"

[workspace]

[lib]
crate-type = ["cdylib"]

[dependencies]
js-sys = "=0.3.107"
serde = { version = "=1.0.229", features = ["derive"] }
serde-wasm-bindgen = "=0.6.5"
wasm-bindgen = "=0.2.130"

[features]
derived = []

[profile.release]
opt-level = "z"
lto = true
codegen-units = 1
panic = "abort"
TOML
cat >"$folder/src/lib.rs" <<'RUST'
use wasm_bindgen::prelude::*;

#[cfg(feature = "derived")]
#[derive(serde::Deserialize)]
struct Parcel {
    label: String,
    grams: u64,
}

#[cfg(feature = "derived")]
#[wasm_bindgen]
pub fn sum(parcel: JsValue) -> Option<u32> {
    let parcel: Parcel = serde_wasm_bindgen::from_value(parcel).ok()?;
    Some(parcel.label.len() as u32 + parcel.grams as u32)
}

#[cfg(not(feature = "derived"))]
#[wasm_bindgen]
pub fn sum(parcel: JsValue) -> Option<u32> {
    let field = |key: &str| js_sys::Reflect::get(&parcel, &JsValue::from_str(key)).ok();
    Some(field("label")?.as_string()?.len() as u32 + field("grams")?.as_f64()? as u32)
}
RUST
printing() {
  cargo build --quiet --release --target wasm32-unknown-unknown --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target" "$@"
  if grep --quiet --text float_to_decimal "$folder/target/wasm32-unknown-unknown/release/fields.wasm"; then
    echo "prints floating-point numbers"
  else
    echo "does not print floating-point numbers"
  fi
}
seen="read with js-sys: $(printing)
read with serde: $(printing --features derived)"
echo "$seen"
expected='read with js-sys: does not print floating-point numbers
read with serde: prints floating-point numbers'
[ "$seen" = "$expected" ] || { echo "the modules differ from what was seen" >&2; exit 1; }
