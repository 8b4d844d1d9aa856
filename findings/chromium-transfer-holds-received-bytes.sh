#!/usr/bin/env bash
# Chromium 147: `ArrayBuffer.prototype.transfer(0)` detaches a buffer that came by a message, but frees none of its memory.
#
# The buffer's length is 0 and `performance.memory` forgets it; the renderer holds its bytes until a garbage collection, which the
# small heap does not bring about. A buffer that the page made itself is freed at once. What frees the other one too is to transfer
# it to a message port whose other end is closed.
#
# Seen on 2026-11-28, Chromium 147.0.7727.0 (npm package @sparticuz/chromium 147.0.0), 96 buffers of 1 MB, one after the other:
#   made on the page, transfer(0): length 0, freed
#   received from a worker, transfer(0): length 0, held
#   received from a worker, to a port without other end: length 0, freed
#
# Run by hand, with npm and Node 20 on the PATH, on x86-64 Linux; fetches 70 MB from npm. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR="$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @sparticuz/chromium@147.0.0 puppeteer-core@24.10.0 >/dev/null
cat >"$folder/transfer.mjs" <<'JS'
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><p>a page</p>'));
await new Promise((done) => server.listen(0, done));
const ways = [
  ['made on the page, transfer(0)', false, false],
  ['received from a worker, transfer(0)', true, false],
  ['received from a worker, to a port without other end', true, true],
];

for (const [name, received, port] of ways) {
  const browser = await puppeteer.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--no-first-run', '--disable-background-networking', '--renderer-process-limit=1'],
    headless: 'shell',
  });
  const tab = await browser.newPage();
  await tab.goto(`http://localhost:${server.address().port}/`);
  const { pid } = browser.process();
  // The renderers are children of children of the browser.
  const ids = readdirSync('/proc').filter((id) => /^\d+$/.test(id));
  const parent = (id) => { try { return Number(readFileSync(`/proc/${id}/stat`, 'utf8').replace(/.*\) /, '').split(' ')[1]); } catch { return 0; } };
  const below = (id) => { for (let up = Number(id); up > 1; up = parent(up)) if (up === pid) return true; return false; };
  const memory = () => ids.filter(below).reduce((sum, id) => {
    try {
      if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--type=renderer')) return sum;
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      return sum + ['RssAnon', 'RssShmem'].reduce((all, key) => all + Number(status.match(`${key}:\\s+(\\d+)`)[1]) / 1000, 0);
    } catch { return sum; }
  }, 0);
  const before = memory();
  const length = await tab.evaluate(async (received, port) => {
    const source = 'onmessage = () => { const { buffer } = new Uint8Array(1e6).fill(7); postMessage(buffer, [buffer]); };';
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    const channel = new MessageChannel();
    channel.port2.close();
    const get = () => new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.postMessage(0); });
    let length = 0;
    for (let time = 0; time < 96; time++) {
      const buffer = received ? await get() : new Uint8Array(1e6).fill(7).buffer;
      if (port) channel.port1.postMessage(null, [buffer]);
      else buffer.transfer(0);
      length += buffer.byteLength;
    }
    return length;
  }, received, port);
  const more = memory() - before;
  console.log(`${name}: length ${length}, ${more > 60 ? 'held' : more < 30 ? 'freed' : more}`);
  await browser.close();
}
server.close();
JS
seen=$(cd "$folder" && node transfer.mjs)
echo "$seen"
[ "$seen" = 'made on the page, transfer(0): length 0, freed
received from a worker, transfer(0): length 0, held
received from a worker, to a port without other end: length 0, freed' ] || { echo "the memory differs from what was seen" >&2; exit 1; }
