#!/usr/bin/env bash
# Chromium 147: in a sandboxed frame a module worker from a blob never starts; a classic one does, and so does one from a data: address.
#
# In a frame with sandbox="allow-scripts", which has no origin, `new Worker(blobAddress, { type: 'module' })` throws nothing and
# then gets an error event without a message. The same blob as a classic worker runs, and the same program as a module worker
# at a data: address runs too. No policy is involved. A classic worker may use `import()`, which is the way to a module there.
# (Firefox ESR 153 and WebKitGTK 2.50 started all of them; seen by hand on 2026-11-27.)
#
# Seen on 2026-11-28, Chromium 147.0.7727.0 (npm package @sparticuz/chromium 147.0.0):
#   no sandbox: classic blob runs, module blob runs, module data runs
#   sandbox: classic blob runs, module blob error without a message, module data runs
#
# Run by hand, with npm and Node 20 on the PATH, on x86-64 Linux; fetches 70 MB from npm. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR="$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @sparticuz/chromium@147.0.0 puppeteer-core@24.10.0 >/dev/null
cat >"$folder/worker.mjs" <<'JS'
import { createServer } from 'node:http';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const frame = `<!doctype html><script>
const program = 'postMessage("runs")';
const blob = () => URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
const tried = (address, type) => new Promise((done) => {
  const worker = new Worker(address, { type });
  worker.onmessage = ({ data }) => done(data);
  worker.onerror = ({ message }) => done(message ? 'error: ' + message : 'error without a message');
});
(async () => parent.postMessage([
  'classic blob ' + await tried(blob(), 'classic'),
  'module blob ' + await tried(blob(), 'module'),
  'module data ' + await tried('data:text/javascript,' + program, 'module'),
].join(', '), '*'))();
</script>`;
const page = (sandbox) => `<!doctype html><script>addEventListener('message', ({ data }) => { globalThis.seen = data; });</script>
<iframe src="/frame" ${sandbox}></iframe>`;
const server = createServer(({ url }, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(url === '/frame' ? frame : page(url === '/sandbox' ? 'sandbox="allow-scripts"' : ''));
});
await new Promise((done) => server.listen(0, done));
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--no-first-run', '--disable-background-networking'],
  headless: 'shell',
});
for (const [name, path] of [['no sandbox', '/free'], ['sandbox', '/sandbox']]) {
  const tab = await browser.newPage();
  await tab.goto(`http://localhost:${server.address().port}${path}`);
  await tab.waitForFunction('globalThis.seen');
  console.log(`${name}: ${await tab.evaluate('seen')}`);
}
await browser.close();
server.close();
JS
seen=$(cd "$folder" && node worker.mjs)
echo "$seen"
[ "$seen" = 'no sandbox: classic blob runs, module blob runs, module data runs
sandbox: classic blob runs, module blob error without a message, module data runs' ] || { echo "the workers differ from what was seen" >&2; exit 1; }
