// What keeps a figure from running, in every engine: the figure names it, in the page's language, beside its picture and, in a
// frame, with a link to its own page. Each cause has an address of its own, so that nothing is kept from one to the next.
import * as proxy from './proxy.mjs';
import { alone, bits, course, equal, host, part, runs, shown, wait } from './ask.mjs';

const MAIN = 'js/main.js';
const GLUE = 'redes-chapter-circles.js';
const MODULE = 'redes-chapter-circles_bg.wasm';
const PAGE = '.html';

const missing = (answer) => { answer.status = 404; };
const type = (kind) => (answer) => { answer.headers['content-type'] = kind; };
const cut = () => 500;
const header = (name, value) => ({ headers }) => { headers[name] = value; };
const closed = ({ headers }) => {
  delete headers['access-control-allow-origin'];
  delete headers['cross-origin-resource-policy'];
};
const flip = (place) => ({ body }) => { body[place] ^= 1; };
const before = (script) => (answer) => { answer.body = Buffer.from(`${script}\n${answer.body}`); };
/** A script before all others of the page: it stands in place of the one that is needed least. */
const without = (script) => ({ 'js/embed.js': before(script) });

const unread = 'The figures could not be loaded';
const NO_MEMORY = "WebAssembly.Instance = class { constructor() { throw new RangeError('no memory'); } };";
const TRAP = "setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }, 200);";

/** In a frame of another origin: what is spoilt, what the figure says, and the frame's sandbox where it has one. */
const causes = (context) => [
  ['main.js missing', { [MAIN]: missing }, 'A file of the figure is missing: js/main.js'],
  ['main.js of another type', { [MAIN]: type('application/octet-stream') }, 'does not run: js/main.js, application/octet-stream'],
  ['the glue missing', { [GLUE]: missing }, unread],
  ['the module missing', { [MODULE]: missing }, unread],
  ['the module cut', { [MODULE]: cut }, unread],
  ['the module with another byte', { [MODULE]: flip(context.flip) }, unread],
  ['the module with another byte, without https', { ...without("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });"), [MODULE]: flip(context.flip) }, unread],
  ['no other origin allowed, in a sandbox', { '': closed }, 'Access-Control-Allow-Origin', 'allow-scripts'],
  ['no WebAssembly', without('delete globalThis.WebAssembly;'), 'cannot run WebAssembly with SIMD'],
  ['no SIMD', without('WebAssembly.validate = () => false;'), 'cannot run WebAssembly with SIMD'],
  ['no memory', without(NO_MEMORY), 'has no memory for the figures'],
];

const note = "document.querySelector('redes-circles .notice.bad')?.textContent";
const still = "document.querySelector('redes-circles .still')?.checkVisibility()";
const picture = "[...document.querySelectorAll('redes-circles .still')].some((image) => image.checkVisibility() && image.naturalWidth > 0)";

/** Opens the site with faults behind an address that the recorder knows, does something there, and closes it. */
async function spoilt(context, faults, work) {
  const network = await proxy.start(context.site, faults);
  context.know(network.site);
  try {
    return await work({ ...context, site: network.site }, network);
  } finally {
    network.close();
  }
}

/** What a spoilt site makes an engine report is expected: the errors of these journeys do not count. */
export const faults = [
  {
    name: 'what keeps a figure from running, named in frames of another origin',
    same: true,
    async run(page, context) {
      const all = causes(context);
      const networks = await Promise.all(all.map(([, faults]) => proxy.start(context.site, faults)));
      try {
        const frames = networks.map(({ site }, place) => {
          context.know(site);
          return { address: alone({ site }, 'circles', 'circles.seed=7'), sandbox: all[place][3] ?? 'none' };
        });
        const wrong = [];
        const inside = { evaluate: (expression) => page.inside(0, expression) };
        const check = async (place, words) => {
          await page.open(course(context, [frames[place]]));
          await wait(inside, `${note}?.includes(${JSON.stringify(words)})`, 20, JSON.stringify(words));
          await wait(inside, "document.querySelector('redes-circles a[target=_blank]')?.href === location.href", 5, 'a link to the page');
          await wait(inside, picture, 5, 'the picture');
          equal(await inside.evaluate(`${note}.match(/fetch|undefined|\\[object|Error:|error:/i)?.[0] ?? ''`), '', 'it says in the browser’s words');
        };
        for (const [place, [name, , words]] of all.entries()) {
          try {
            await check(place, words);
          } catch (error) {
            const said = await inside.evaluate(`${note} ?? document.body.innerText`).catch(({ message }) => message);
            wrong.push(`${name}: ${error.message}; it says ${said}`);
          }
        }
        if (wrong.length) throw new Error(wrong.join('\n'));
        return all.map(([name]) => name).join('; ');
      } finally {
        networks.forEach((network) => network.close());
      }
    },
  },
  {
    // On a page of its own: in frames the engines differ.
    name: 'a policy without WebAssembly',
    async run(page, context) {
      return spoilt(context, { [PAGE]: header('content-security-policy', "script-src 'self'") }, async (spoilt) => {
        await page.open(alone(spoilt, 'circles'));
        await wait(page, `${note}?.includes('forbids WebAssembly')`, 20, 'what is said of the policy');
        await wait(page, picture, 5, 'the picture');
        return page.evaluate(note);
      });
    },
  },
  {
    name: 'the page of a figure, opened from a disk',
    async run(page, context) {
      await page.open(`${context.disk}embed/circles.html?lang=en`);
      await wait(page, `${note}?.includes('opened from a disk')`, 20, 'what is said of a disk');
      await wait(page, picture, 5, 'the picture');
      return page.evaluate(note);
    },
  },
  {
    name: 'a chapter without its program or its module, and then with it',
    async run(page, context) {
      for (const [faults, words] of [
        [{ [MAIN]: missing }, 'El programa de las figuras (js/main.js) no ha llegado'],
        [{ [MODULE]: flip(context.flip) }, 'Las figuras no se han podido cargar'],
      ]) {
        await spoilt(context, faults, async ({ site }, network) => {
          await page.open(`${site}es/circles.html`);
          // The second load of a module waits until the reader is near.
          await page.evaluate(`(${host('circles')}.scrollIntoView(), 0)`);
          await wait(page, `${note}?.includes(${JSON.stringify(words)})`, 20, JSON.stringify(words));
          await wait(page, still, 5, 'the picture');
          network.heal();
          await page.open(`${site}es/circles.html?again`);
          await runs(page, 'circles');
        });
      }
      return 'named in Spanish beside the picture; then the figure runs';
    },
  },
  {
    name: 'a worker that cannot begin',
    async run(page, context) {
      return spoilt(context, { 'js/worker.js': missing }, async (spoilt) => {
        await page.open(alone(spoilt, 'circles', 'circles.at=500'));
        return bits(page, 'circles', 500, context.circles);
      });
    },
  },
  {
    name: 'a worker that always dies, and then one that lives',
    async run(page, context) {
      return spoilt(context, { 'js/worker.js': before(TRAP) }, async (spoilt, network) => {
        await page.open(alone(spoilt, 'circles', 'circles.at=500'));
        await wait(page, `${shown('circles', 'status')}?.textContent.includes('memory')`, 60, 'what is said of the worker');
        network.heal();
        await page.click(part('circles', 'play'));
        await wait(page, `+${host('circles')}.dataset.step > 0`, 60, 'steps after that');
        return page.evaluate(`${shown('circles', 'status')}.textContent`);
      });
    },
  },
  {
    name: 'what trains in chapter 7, missing, and then there',
    async run(page, context) {
      return spoilt(context, { 'redes-trainer-results_bg.wasm': missing }, async (spoilt, network) => {
        await page.open(alone(spoilt, 'digits'));
        await runs(page, 'digits');
        await page.click(part('digits', 'play'));
        await wait(page, `${shown('digits', 'status')}.textContent.includes('redes-trainer-results')`, 30, 'the name of what trains');
        network.heal();
        await page.click(part('digits', 'retry'));
        const goes = context.data.includes('mnist') ? `+${host('digits')}.dataset.step > 0` : `${shown('digits', 'status')}.textContent.includes('without this data set')`;
        await wait(page, goes, 60, 'a training after that');
        return 'named, and tried again';
      });
    },
  },
].map((journey) => ({ ...journey, spoilt: true }));
