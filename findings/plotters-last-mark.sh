#!/usr/bin/env bash
# plotters 0.3.7: the marks of a floating-point axis can lack the axis's own end.
#
# `RangedCoordf64::key_points` adds its step to the last mark again and again and stops at the first sum beyond the
# range. The rounding errors of the sums add up: of 0.7 to 1.4 in steps of 0.2, the sum for 1.4 comes out above 1.4, so
# the axis ends without a mark. From 0.5 to 1.5, where the same sums stay within the range, no mark is lost. The marks that are there carry the
# errors too (1.2000000000000002), so a label has to be rounded before it is printed.
#
# Seen on 2026-11-27, plotters 0.3.7, Rust 1.95, x86-64:
#   0.7..1.4: 0.8 1 1.2000000000000002
#   0.5..1.5: 0.6000000000000001 0.8 1 1.2000000000000002 1.4000000000000001
#
# Run by hand, with cargo on the PATH. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "last-mark"
version = "0.0.0"
edition = "2021"

[workspace]

[dependencies]
plotters = { version = "=0.3.7", default-features = false, features = ["line_series"] }
TOML
cat >"$folder/src/main.rs" <<'RUST'
use plotters::coord::{ranged1d::Ranged, types::RangedCoordf64};

fn main() {
    for (low, high) in [(0.7, 1.4), (0.5, 1.5)] {
        let axis: RangedCoordf64 = (low..high).into();
        let marks: Vec<String> = axis.key_points(6).iter().map(f64::to_string).collect();
        println!("{low}..{high}: {}", marks.join(" "));
    }
}
RUST
seen=$(cargo run --quiet --manifest-path "$folder/Cargo.toml")
echo "$seen"
expected='0.7..1.4: 0.8 1 1.2000000000000002
0.5..1.5: 0.6000000000000001 0.8 1 1.2000000000000002 1.4000000000000001'
[ "$seen" = "$expected" ] || { echo "plotters behaves differently now" >&2; exit 1; }
