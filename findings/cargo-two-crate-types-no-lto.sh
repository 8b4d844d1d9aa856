#!/usr/bin/env bash
# Cargo 1.95: `lto = true` has no effect on a library with the crate types "cdylib" and "rlib".
#
# A library that is a WebAssembly module and is also linked into other crates names both types. Cargo then leaves
# `-C lto` out of the compiler's arguments, without a warning, whatever the profile says: the module keeps the code that
# link-time optimisation would have removed. With "cdylib" alone the option is there. The way out is a second target:
# the library stays an "rlib", and a program or another package beside it becomes the module.
#
# Seen on 2026-11-27, cargo 1.95.0, Debian 12, x86-64:
#   ["cdylib"]: -C lto
#   ["cdylib", "rlib"]: no -C lto
#
# Run by hand, with cargo on the PATH; no package is fetched. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
echo 'pub fn nothing() {}' >"$folder/src/lib.rs"
seen=''
for kinds in '["cdylib"]' '["cdylib", "rlib"]'; do
  cat >"$folder/Cargo.toml" <<TOML
[package]
name = "two-types"
version = "0.0.0"
edition = "2021"

[workspace]

[lib]
crate-type = $kinds

[profile.release]
lto = true
TOML
  command=$(cargo build --release --verbose --manifest-path "$folder/Cargo.toml" 2>&1 | grep 'crate-name two_types')
  case "$command" in
    *'-C lto'*) seen+="$kinds: -C lto"$'\n' ;;
    *) seen+="$kinds: no -C lto"$'\n' ;;
  esac
done
printf '%s' "$seen"
expected='["cdylib"]: -C lto
["cdylib", "rlib"]: no -C lto
'
[ "$seen" = "$expected" ] || { echo "cargo behaves differently now" >&2; exit 1; }
