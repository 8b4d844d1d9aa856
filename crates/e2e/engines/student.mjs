// What a student does on the site. A journey returns what it has seen, in words; where `same` is set, all engines must see
// the same. One that needs a data set, or what a driver cannot do, says that it was left out.
import { inflateSync } from 'node:zlib';
import * as proxy from './proxy.mjs';
import { until } from './wait.mjs';
import { alone, bits, equal, host, later, part, runs, shown, wait } from './ask.mjs';

/** Keeps what a page saves, in place of saving it. */
const KEEP = `(() => {
  globalThis.__saved = [];
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { globalThis.__blob = blob; return make.call(URL, blob); };
  const click = HTMLElement.prototype.click;
  HTMLElement.prototype.click = function () { if (this.download) __saved.push({ name: this.download, blob: globalThis.__blob }); else click.call(this); };
  return 0;
})()`;

/** Drops the file that was saved last on a figure. */
const dropped = (figure) => `(() => {
  const data = new DataTransfer();
  const { name, blob } = __saved.at(-1);
  data.items.add(new File([blob], name));
  ${host(figure)}.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  return 0;
})()`;

/** The number of pages of a PDF: the largest count in its trees of pages. */
function pageCount(pdf) {
  const text = pdf.toString('latin1');
  const texts = [text];
  // A tree may stand in a compressed stream.
  for (const { index } of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const start = text.indexOf('\n', index) + 1;
    try {
      texts.push(inflateSync(pdf.subarray(start, text.indexOf('endstream', start))).toString('latin1'));
    } catch {
      // Another kind of stream, such as a font.
    }
  }
  const counts = texts.flatMap((one) => [...one.matchAll(/\/Count\s+(\d+)/g)].map(([, count]) => Number(count)));
  return Math.max(0, ...counts);
}

export const student = [
  {
    name: 'the perceptron, trained to its end',
    async run(page, context) {
      await page.open(`${context.site}es/perceptron.html#perceptron.speed=4`);
      await runs(page, 'perceptron');
      await page.click(part('perceptron', 'play'));
      return bits(page, 'perceptron', 10_000, context.perceptron);
    },
  },
  {
    name: 'the circles, 500 steps',
    async run(page, context) {
      await page.open(alone(context, 'circles', 'circles.at=500'));
      return bits(page, 'circles', 500, context.circles);
    },
  },
  {
    name: 'every figure, on a page of its own',
    same: true,
    async run(page, context) {
      for (const { name } of context.figures) {
        await page.open(alone(context, name));
        await runs(page, name);
        const errors = page.errors();
        if (errors.length) throw new Error(`${name}: ${errors.join('; ')}`);
      }
      return `${context.figures.length} figures run`;
    },
  },
  {
    name: 'every figure that trains, for some steps',
    same: true,
    async run(page, context) {
      const trained = [];
      for (const { name, trains, needs } of context.figures) {
        // What is opened has a journey of its own, below.
        if (!trains || name === 'opened' || needs.some((set) => !context.data.includes(set))) continue;
        await page.open(alone(context, name));
        await runs(page, name);
        const play = `${host(name)}.querySelector('[data-ref="play"]')`;
        await wait(page, `${play} && !${play}.disabled && ${play}.getClientRects().length`, 60, `a button that trains in ${name}`);
        await page.click(part(name, 'play'));
        await wait(page, `['running', 'finished'].includes(${host(name)}.dataset.phase)`, 60, `the training of ${name}`);
        await wait(page, `${host(name)}.dataset.phase === 'finished' || +${host(name)}.dataset.step > 0`, 120, `a step of ${name}`);
        trained.push(name);
      }
      return trained.join(', ');
    },
  },
  {
    name: 'case 1.0 on real digits, 200 steps',
    async run(page, context) {
      if (!context.digits) return 'left out: the site has no MNIST';
      // The link's step is where the training rests once the reader asks for it.
      await page.open(alone(context, 'digits', 'digits.seed=5&digits.at=199'));
      await runs(page, 'digits');
      await page.click(part('digits', 'step'));
      return bits(page, 'digits', 200, context.digits);
    },
  },
  {
    name: 'case 2.0 on real reviews, 20 steps',
    async run(page, context) {
      if (!context.reviews) return 'left out: the site has no IMDB';
      await page.open(alone(context, 'reviews', 'reviews.networks=2.0&reviews.seed=6&reviews.at=19'));
      await runs(page, 'reviews');
      await page.click(part('reviews', 'step'));
      return bits(page, 'reviews', 20, context.reviews);
    },
  },
  {
    name: 'a digit, drawn with the mouse',
    async run(page, context) {
      await page.open(alone(context, 'digits'));
      await runs(page, 'digits');
      await page.draw(part('digits', 'pad'), [[0.3, 0.2], [0.7, 0.2], [0.5, 0.5], [0.42, 0.85]]);
      for (const network of ['1.0', '1.1']) {
        await wait(page, `document.querySelector('[data-cell="${network}-7"]').classList.contains('best')`, 30, `a seven, read by network ${network}`);
      }
      return 'both networks read a seven';
    },
  },
  {
    name: 'a review, typed',
    same: true,
    async run(page, context) {
      await page.open(alone(context, 'reviews'));
      await runs(page, 'reviews');
      await page.fill(part('reviews', 'text'), 'a wonderful film with great actors');
      await page.click(part('reviews', 'load-button'));
      const scores = [];
      for (const network of ['2.0', '2.1']) {
        const score = `${shown('reviews', `score-${network}`)}.textContent`;
        await wait(page, `${score}.includes('positive')`, 60, `a score of network ${network}`);
        scores.push(await page.evaluate(score));
      }
      return scores.join(', ');
    },
  },
  {
    name: 'a network, saved for Keras and opened again',
    same: true,
    async run(page, context) {
      const print = `${host('opened')}.dataset.fingerprint`;
      await page.open(alone(context, 'opened', 'opened.start=new&opened.seed=3'));
      await wait(page, `${host('opened')}?.dataset.model === 'epic_num_reader' && ${print}`, 60, 'a new network');
      const before = await page.evaluate(print);
      await page.evaluate(KEEP);
      const seen = [];
      for (const form of ['keras', 'h5']) {
        await page.click(`redes-opened [data-form="${form}"]`);
        await wait(page, `__saved.at(-1)?.name.endsWith('.${form}')`, 30, `a file .${form}`);
        await page.evaluate(dropped('opened'));
        await wait(page, `${host('opened')}.dataset.model === __saved.at(-1).name && ${print}`, 60, `the network in the file .${form}`);
        equal(await page.evaluate(print), before, `the network in the file .${form} has another fingerprint than the saved one`);
        seen.push(await page.evaluate('`${__saved.at(-1).name} of ${__saved.at(-1).blob.size} bytes`'));
      }
      return `${before}, ${seen.join(', ')}`;
    },
  },
  {
    name: 'back, forward and reload',
    async run(page, context) {
      const seed = `${shown('circles', 'seed')}?.value === '41' && location.hash.includes('circles.seed=41')`;
      const next = "location.pathname.endsWith('/problems.html') && document.readyState === 'complete'";
      await page.open(`${context.site}en/circles.html`);
      await runs(page, 'circles');
      await page.fill(part('circles', 'seed'), '41');
      await wait(page, seed, 10, 'the seed in the address');
      await page.click('a[rel=next]');
      await wait(page, next, 30, 'the next chapter');
      await later(page, 'history.back()');
      await wait(page, seed, 30, 'the seed, after going back');
      await later(page, 'history.forward()');
      await wait(page, next, 30, 'the next chapter, after going forward');
      await later(page, 'history.back()');
      await wait(page, seed, 30, 'the seed, after going back again');
      await page.evaluate('(globalThis.before = true, 0)');
      await later(page, 'location.reload()');
      await wait(page, `globalThis.before === undefined && ${seed}`, 30, 'the seed, after a reload');
      return 'the seed stays';
    },
  },
  {
    name: 'trainings that are left by a reload',
    async run(page, context) {
      const reload = async (figure) => {
        await page.evaluate('(globalThis.before = true, 0)');
        await later(page, 'location.reload()');
        await wait(page, `globalThis.before === undefined && ${host(figure)}?.handle !== undefined`, 30, `the figure ${figure}, after a reload`);
      };
      const step = (figure) => `+${host(figure)}.dataset.step`;
      await page.open(alone(context, 'circles', 'circles.speed=1'));
      await runs(page, 'circles');
      await page.click(part('circles', 'play'));
      await wait(page, `${step('circles')} > 20`, 30, 'the first steps');
      const left = await page.evaluate(step('circles'));
      await reload('circles');
      await wait(page, `${host('circles')}.dataset.phase === 'paused' && +${host('circles')}.dataset.iteration >= ${left}`, 30, `step ${left}, after a reload`);
      if (!context.digits) return 'the circles come back to their step; the digits are left out: the site has no MNIST';

      await page.open(alone(context, 'digits', 'digits.seed=5&digits.speed=1'));
      await runs(page, 'digits');
      await page.click(part('digits', 'play'));
      await wait(page, `${step('digits')} > 5`, 120, 'the first steps of the digits');
      await page.click(part('digits', 'play'));
      await wait(page, `${host('digits')}.dataset.phase === 'paused' && +${host('digits')}.dataset.iteration === ${step('digits')}`, 20, 'a pause');
      const rests = await page.evaluate(step('digits'));
      // It is kept soon after the pause; a page that is loaded before that makes no offer.
      await until(async () => {
        await reload('digits');
        await page.evaluate('(globalThis.__due = false, setTimeout(() => { __due = true; }, 1500), 0)');
        await wait(page, '__due || document.querySelector("[data-resume]")', 10, 'an offer');
        return page.evaluate('Boolean(document.querySelector("[data-resume]"))');
      }, 30, 'an offer');
      await page.evaluate(`(globalThis.__first = 0, new MutationObserver(() => { __first ||= ${step('digits')}; }).observe(${host('digits')}, { attributeFilter: ['data-step'] }), 0)`);
      await page.click('redes-digits [data-resume]');
      await wait(page, '__first > 0', 120, 'a step of the digits');
      const first = await page.evaluate('__first');
      if (first < rests) throw new Error(`the digits go on from step ${first}, not from ${rests}`);
      return 'the circles come back to their step, the digits go on from theirs';
    },
  },
  {
    name: 'without a network',
    async run(page, context) {
      const network = await proxy.start(context.site);
      context.know(network.site);
      try {
        await page.open(`${network.site}es/circles.html`);
        await runs(page, 'circles');
        const kept = `(async () => {
          const names = [];
          for (const key of await caches.keys()) for (const { url } of await (await caches.open(key)).keys()) names.push(url);
          return ['es/circles.html', '_bg.wasm', 'main.js', 'worker.js', '.css'].every((part) => names.some((name) => name.includes(part)));
        })()`;
        // Not every driver waits for the value of a promise.
        await page.evaluate('(globalThis.__kept = false, 0)');
        await until(async () => {
          await page.evaluate(`(${kept}.then((all) => { globalThis.__kept = all; }), 0)`);
          return page.evaluate('globalThis.__kept');
        }, 30, 'the chapter in the cache');
        network.close();
        await page.open(`${network.site}es/circles.html#circles.at=500`);
        await runs(page, 'circles');
        return await bits(page, 'circles', 500, context.circles);
      } finally {
        network.close();
      }
    },
  },
  {
    name: 'in a hidden tab',
    async run(page, context) {
      if (!page.hidden) return 'left out: the driver opens no tab in front of another';
      await page.open(alone(context, 'circles', 'circles.speed=1'));
      await runs(page, 'circles');
      await page.click(part('circles', 'play'));
      await wait(page, `+${host('circles')}.dataset.step > 0`, 30, 'the first steps');
      const steps = await page.hidden(async () => {
        await wait(page, "document.visibilityState === 'hidden'", 20, 'a hidden tab');
        const before = await page.evaluate(`+${host('circles')}.dataset.step`);
        await wait(page, `+${host('circles')}.dataset.step > ${before} + 20 || ${host('circles')}.dataset.phase === 'finished'`, 60, 'more steps in the hidden tab');
        return before;
      });
      await wait(page, "document.visibilityState === 'visible'", 20, 'the tab in sight');
      await wait(page, `+${host('circles')}.dataset.step > ${steps} + 20`, 30, 'the steps on the page');
      return 'the training goes on';
    },
  },
  {
    name: 'a chapter, printed',
    async run(page, context) {
      if (!page.print) return 'left out: the driver prints nothing';
      await page.open(`${context.site}es/circles.html#circles.at=100`);
      await wait(page, `${host('circles')}?.dataset.iteration === '100'`, 60, 'step 100');
      const pdf = Buffer.from(await page.print());
      equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-', 'it is no PDF');
      const pages = pageCount(pdf);
      if (pages < 3) throw new Error(`a whole chapter on ${pages} pages`);
      return `${pages} pages`;
    },
  },
];
