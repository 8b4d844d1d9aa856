// Chromium over its DevTools protocol and Firefox over WebDriver BiDi, both with puppeteer-core.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { inPage } from './page.mjs';

const limit = 60_000;

/** Firefox's settings: a proxy, also for this machine's servers; these stay as trusted as they are without it. */
const proxied = (port) => ({
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': port,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': port,
  'network.proxy.no_proxies_on': '',
  'network.proxy.allow_hijacking_localhost': true,
  'network.proxy.testing_localhost_is_secure_when_hijacked': true,
  // As for readers; drivers take it away.
  'security.fileuri.strict_origin_policy': true,
});

/** Starts an engine: `which` is puppeteer's name for it. */
export async function start(which, { program, modules, proxy }) {
  const entry = join(modules, 'puppeteer-core/lib/esm/puppeteer/puppeteer-core.js');
  const { default: puppeteer } = await import(pathToFileURL(entry));
  const browser = await puppeteer.launch({
    browser: which,
    executablePath: program,
    timeout: limit,
    protocolTimeout: limit,
    // Chromium does not sandbox as root; it only opens our own pages. It asks the proxy for this machine's servers too.
    args: which === 'chrome' ? ['--no-sandbox', '--disable-dev-shm-usage', `--proxy-server=http://127.0.0.1:${proxy}`, '--proxy-bypass-list=<-loopback>'] : [],
    extraPrefsFirefox: which === 'firefox' ? proxied(proxy) : undefined,
    defaultViewport: { width: 1280, height: 900 },
  });
  let [tab, workers, errors] = [await browser.newPage(), 0, []];
  return {
    version: await browser.version(),
    /** Opens an address in a new tab, which replaces the last one: after a walk through its history, Firefox may open nothing more there. */
    async open(url) {
      const old = tab;
      tab = await browser.newPage();
      await old.close();
      [workers, errors] = [0, []];
      tab.on('workercreated', () => { workers += 1; });
      tab.on('pageerror', (error) => errors.push(error.message));
      await tab.goto(url, { waitUntil: 'load', timeout: limit });
    },
    /** The value of an expression in the page. */
    evaluate: (expression) => tab.evaluate(expression),
    /** The value of an expression in one of the page's frames. */
    async inside(place, expression) {
      const frames = await tab.$$('iframe');
      return (await frames[place].contentFrame()).evaluate(expression);
    },
    /** Clicks an element's middle. */
    async click(selector) {
      await tab.evaluate(inPage.near(selector));
      await tab.click(selector);
    },
    /** Types a text in place of a field's own, and leaves the field. */
    async fill(selector, text) {
      await tab.evaluate(inPage.near(selector));
      await tab.focus(selector);
      await tab.evaluate(inPage.select(selector));
      await tab.keyboard.type(text);
      await tab.keyboard.press('Tab');
    },
    /** Draws a line with the mouse; the points are fractions of the element's width and height. */
    async draw(selector, points) {
      await tab.evaluate(inPage.near(selector));
      const [first, ...rest] = inPage.places(await tab.evaluate(inPage.box(selector)), points);
      await tab.mouse.move(...first);
      await tab.mouse.down();
      for (const point of rest) await tab.mouse.move(...point, { steps: 4 });
      await tab.mouse.up();
    },
    /** The workers that the page and its frames have started since it was opened. */
    workers: () => workers,
    /** The exceptions that nobody caught since the page was opened. */
    errors: () => errors,
    /** Opens another tab in front of the page while something is done, and returns what that returns. */
    async hidden(work) {
      const front = await browser.newPage();
      try {
        await front.bringToFront();
        return await work();
      } finally {
        await front.close();
        await tab.bringToFront();
      }
    },
    /** The page as a PDF. */
    print: () => tab.pdf(),
    close: () => browser.close(),
  };
}
