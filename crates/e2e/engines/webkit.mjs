// WebKitGTK's small browser over plain WebDriver, on a screen of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { inPage } from './page.mjs';
import { until } from './wait.mjs';

const limit = 60_000;
/** The key under which WebDriver names an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const TAB = '\ue004';

/** Starts a program that ends with this one at the latest. */
function run(program, args, options) {
  const child = spawn(program, args, options);
  // A program that is not there shows in what waits for it.
  child.on('error', () => {});
  const end = () => child.kill();
  process.on('exit', end);
  child.on('exit', () => process.off('exit', end));
  return child;
}

/** A screen that nobody sees; it chooses its own number. */
async function screen(program) {
  const child = run(program, ['-displayfd', '3', '-screen', '0', '1300x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  let number = '';
  child.stdio[3].on('data', (data) => { number += data; });
  await until(() => number.includes('\n'), 20, 'a screen of Xvfb');
  return { child, display: `:${number.trim()}` };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the browser. */
export async function start({ program, driver, xvfb, proxy }) {
  const { child, display } = await screen(xvfb);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  const server = run(driver, ['-p', `${port}`], { env, stdio: 'ignore' });
  async function ask(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(limit),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }
  await until(() => ask('GET', '/status'), 20, 'the driver of WebKitGTK');
  const recorder = `127.0.0.1:${proxy}`;
  const wanted = {
    'webkitgtk:browserOptions': { binary: program, args: ['--automation'] },
    proxy: { proxyType: 'manual', httpProxy: recorder, sslProxy: recorder, noProxy: [] },
  };
  const { sessionId, capabilities } = await ask('POST', '/session', { capabilities: { alwaysMatch: wanted } });
  const session = (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);
  const evaluate = (expression) => session('POST', '/execute/sync', { script: `return (${expression});`, args: [] });
  async function find(selector) {
    await evaluate(inPage.near(selector));
    const element = await session('POST', '/element', { using: 'css selector', value: selector });
    return `/element/${element[ELEMENT]}`;
  }
  const goto = (url) => session('POST', '/url', { url });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    async open(url) {
      await goto('about:blank');
      await goto(url);
    },
    evaluate,
    async inside(place, expression) {
      await session('POST', '/frame', { id: place });
      try {
        return await evaluate(expression);
      } finally {
        await session('POST', '/frame', { id: null });
      }
    },
    async click(selector) {
      await session('POST', `${await find(selector)}/click`, {});
    },
    async fill(selector, text) {
      const field = await find(selector);
      await session('POST', `${field}/clear`, {});
      await session('POST', `${field}/value`, { text: text + TAB });
    },
    async draw(selector, points) {
      await evaluate(inPage.near(selector));
      const places = inPage.places(await evaluate(inPage.box(selector)), points);
      const [first, ...rest] = places.map(([x, y]) => ({ type: 'pointerMove', duration: 100, x, y }));
      const button = (type) => ({ type, button: 0 });
      const actions = [first, button('pointerDown'), ...rest, button('pointerUp')];
      await session('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
    },
    // The driver lists neither.
    workers: () => undefined,
    errors: () => [],
    async close() {
      try {
        await session('DELETE', '');
      } finally {
        server.kill();
        child.kill();
      }
    },
  };
}
