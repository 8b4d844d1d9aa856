// Takes the same journeys in Chromium, Firefox and WebKitGTK, and fails unless all succeed. The addresses and the native
// fingerprints come in REDES_JOURNEYS (tests/engines.rs), the programs and the npm packages in variables of their own. As with the
// browser tests, a journey that fails is taken once more, and that decides.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faults } from './causes.mjs';
import * as puppeteer from './puppeteer.mjs';
import * as recorder from './recorder.mjs';
import { student } from './student.mjs';
import { teacher } from './teacher.mjs';
import * as webkit from './webkit.mjs';

const { env } = process;
// The engines keep nothing in the user's home. As root, Firefox starts only in a home of root's.
env.HOME = mkdtempSync(join(tmpdir(), 'redes-engines-'));
for (const kind of ['CACHE', 'CONFIG', 'DATA', 'STATE']) delete env[`XDG_${kind}_HOME`];
process.on('exit', () => rmSync(env.HOME, { recursive: true, force: true, maxRetries: 5 }));

const context = JSON.parse(env.REDES_JOURNEYS);
const modules = env.REDES_PUPPETEER;
const journeys = [...student, ...teacher, ...faults, recorder.proof];

// `services` are the hosts that a browser asks by itself; no page of ours names them.
const engines = [
  {
    name: 'Chromium',
    programs: [env.REDES_BROWSER],
    services: ['accounts.google.com', 'clients2.google.com', 'update.googleapis.com', 'content-autofill.googleapis.com'],
    start: (proxy) => puppeteer.start('chrome', { program: env.REDES_BROWSER, modules, proxy }),
  },
  {
    name: 'Firefox',
    programs: [env.REDES_FIREFOX],
    services: ['firefox.settings.services.mozilla.com'],
    start: (proxy) => puppeteer.start('firefox', { program: env.REDES_FIREFOX, modules, proxy }),
  },
  {
    name: 'WebKitGTK',
    programs: [env.REDES_WEBKIT, env.REDES_WEBKIT_DRIVER, env.REDES_XVFB],
    start: (proxy) => webkit.start({ program: env.REDES_WEBKIT, driver: env.REDES_WEBKIT_DRIVER, xvfb: env.REDES_XVFB, proxy }),
  },
];

let [started, failed] = [0, 0];
const line = (state, engine, words) => console.log(`    ${state.padEnd(9)} ${engine.padEnd(10)} ${words}`);
const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** Does something with a line about it: what it returns, or why it failed. With several `tries`, the last one decides. */
async function report(engine, name, work, tries = 1) {
  const start = performance.now();
  try {
    const said = await work();
    line('ok', engine, `${name}: ${said} (${seconds(start)})`);
    return said;
  } catch (error) {
    if (tries > 1) {
      line('again', engine, `${name}: ${error.message} (${seconds(start)})`);
      return report(engine, name, work, tries - 1);
    }
    failed += 1;
    line('FAILED', engine, `${name}: ${error.message} (${seconds(start)})`);
    return undefined;
  }
}

/** One journey; an exception that nobody caught fails it too, and so does a request to another site. */
async function take(page, journey, asked) {
  const said = await journey.run(page, { ...context, ...asked });
  const errors = journey.spoilt ? [] : page.errors();
  if (errors.length) throw new Error(`the page has errors: ${errors.join('; ')}`);
  const others = asked.others();
  if (others.length) throw new Error(`it asks other sites: ${others.join(', ')}`);
  return said;
}

// What each engine has seen, for the journeys where all must see the same.
const seen = new Map();
for (const { name, programs, services = [], start } of engines) {
  if (programs.some((program) => !program)) {
    line('left out', name, 'this machine does not have it');
    continue;
  }
  const asked = await recorder.start(services);
  asked.know(context.site);
  asked.know(context.course);
  let page;
  await report(name, 'start', async () => {
    page = await start(asked.port);
    started += 1;
    return page.version;
  });
  if (!page) continue;
  for (const journey of journeys) {
    const said = await report(name, journey.name, () => take(page, journey, asked), 2);
    if (journey.same && said) seen.set(journey.name, [...(seen.get(journey.name) ?? []), [name, said]]);
  }
  await report(name, 'end', async () => {
    await page.close();
    asked.close();
    return `${asked.passed()} requests, all to the tests' servers`;
  });
}
for (const [journey, all] of seen) {
  if (all.length < 2) continue;
  await report(all.map(([name]) => name).join(', '), journey, () => {
    if (new Set(all.map(([, said]) => said)).size > 1) throw new Error(`the engines differ: ${all.map((one) => one.join(' ')).join('; ')}`);
    return 'the engines agree';
  });
}
process.exit(failed || !started ? 1 : 0);
