#!/usr/bin/env bash
# Chromium 147: an address that a page changes while it is being reloaded is gone after the reload.
#
# In the events beforeunload, visibilitychange and pagehide of a reload, `history.replaceState` throws nothing, and `location.hash`
# has the new value there. The page that comes back has the old one. The same call a moment before the reload is kept. A page that
# writes its state to the address when the reader leaves loses it in just that case. The way out is to write it to sessionStorage
# as well: what is stored in these events is there after the reload (the first value of each line was read from it).
#
# Seen on 2026-11-28, Chromium 147.0.7727.0 (npm package @sparticuz/chromium 147.0.0), the address changed from #old to #new:
#   before: there #new, after the reload #new
#   beforeunload: there #new, after the reload #old
#   pagehide: there #new, after the reload #old
#   visibilitychange: there #new, after the reload #old
#
# Run by hand, with npm and Node 20 on the PATH, on x86-64 Linux; fetches 70 MB from npm. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR="$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @sparticuz/chromium@147.0.0 puppeteer-core@24.10.0 >/dev/null
cat >"$folder/leave.mjs" <<'JS'
import { createServer } from 'node:http';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><p>a page</p>'));
await new Promise((done) => server.listen(0, done));
const page = `http://localhost:${server.address().port}/`;
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--no-first-run', '--disable-background-networking'],
  headless: 'shell',
});
const tab = await browser.newPage();
for (const when of ['before', 'beforeunload', 'pagehide', 'visibilitychange']) {
  await tab.goto('about:blank');
  await tab.goto(`${page}#old`);
  await tab.evaluate((when) => {
    const change = () => {
      history.replaceState(null, '', '#new');
      sessionStorage.setItem(when, location.hash);
    };
    if (when === 'before') change();
    (when === 'visibilitychange' ? document : window).addEventListener(when, change);
  }, when);
  // A change of the address counts as a navigation for waitForNavigation.
  const loaded = new Promise((done) => tab.once('load', done));
  await tab.evaluate(() => { setTimeout(() => location.reload(), 200); });
  await loaded;
  const [within, then] = await tab.evaluate((when) => [sessionStorage.getItem(when), location.hash], when);
  console.log(`${when}: there ${within}, after the reload ${then}`);
}
await browser.close();
server.close();
JS
seen=$(cd "$folder" && node leave.mjs)
echo "$seen"
[ "$seen" = 'before: there #new, after the reload #new
beforeunload: there #new, after the reload #old
pagehide: there #new, after the reload #old
visibilitychange: there #new, after the reload #old' ] || { echo "the reloads differ from what was seen" >&2; exit 1; }
