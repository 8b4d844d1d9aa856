#!/usr/bin/env bash
# Chromium 147: in a frame of another origin that is out of view, a ResizeObserver is never called, not even for the first time.
#
# `document.visibilityState` is "visible" all the while, timers run, and `getBoundingClientRect` is right. A frame of the same
# origin at the same place gets its calls. A page in a frame may send its height to the page around it from a ResizeObserver.
# Such a page sends nothing until the reader has scrolled there, and then the page around it jumps. The way out is to send the
# height after each change as well.
#
# Seen on 2026-11-28, Chromium 147.0.7727.0 (npm package @sparticuz/chromium 147.0.0), the frame 5,000 pixels below the top:
#   same origin: 2 calls, animation frames yes, height 90, visible
#   another origin: 0 calls, animation frames no, height 90, visible
#
# Run by hand, with npm and Node 20 on the PATH, on x86-64 Linux; fetches 70 MB from npm. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR="$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @sparticuz/chromium@147.0.0 puppeteer-core@24.10.0 >/dev/null
cat >"$folder/frame.mjs" <<'JS'
import { createServer } from 'node:http';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const frame = `<!doctype html><p id="box" style="height: 40px"></p><script>
let calls = 0, drawn = false;
new ResizeObserver(() => calls++).observe(box);
requestAnimationFrame(() => { drawn = true; });
setTimeout(() => { box.style.height = '90px'; }, 500);
setTimeout(() => parent.postMessage([calls, drawn, box.getBoundingClientRect().height, document.visibilityState], '*'), 2500);
</script>`;
let port;
const page = (host) => `<!doctype html><script>addEventListener('message', ({ data }) => { globalThis.seen = data; });</script>
<div style="height: 5000px"></div><iframe src="http://${host}:${port}/frame"></iframe>`;
const server = createServer(({ url }, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(url === '/frame' ? frame : page(url.slice(1)));
});
await new Promise((done) => server.listen(0, done));
({ port } = server.address());
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--no-first-run', '--disable-background-networking'],
  headless: 'shell',
});
for (const [name, host] of [['same origin', 'localhost'], ['another origin', '127.0.0.1']]) {
  const tab = await browser.newPage();
  await tab.goto(`http://localhost:${port}/${host}`);
  await tab.waitForFunction('globalThis.seen');
  const [calls, drawn, height, state] = await tab.evaluate('seen');
  console.log(`${name}: ${calls} calls, animation frames ${drawn ? 'yes' : 'no'}, height ${height}, ${state}`);
}
await browser.close();
server.close();
JS
seen=$(cd "$folder" && node frame.mjs)
echo "$seen"
[ "$seen" = 'same origin: 2 calls, animation frames yes, height 90, visible
another origin: 0 calls, animation frames no, height 90, visible' ] || { echo "the frames differ from what was seen" >&2; exit 1; }
