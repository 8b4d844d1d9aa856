// What a reader does on the site, the same in every engine. A journey returns what it has seen, in words; where `same` is
// set, all engines must see the same.
import { until } from './wait.mjs';

const part = (figure, ref) => `redes-${figure} [data-ref="${ref}"]`;
const host = (figure) => `document.querySelector('redes-${figure}')`;
const shown = (figure, ref) => `document.querySelector('${part(figure, ref)}')`;

/** Throws unless two values are equal. */
function equal(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}`);
}

/** Waits until an expression is true in the page. */
const wait = (page, expression, seconds, what) => until(() => page.evaluate(`Boolean(${expression})`), seconds, what);

const runs = (page, figure) => wait(page, `${host(figure)}?.handle !== undefined && ${host(figure)}.dataset.state !== 'failed'`, 30, `the figure ${figure}`);

/** The address of the course's page with these figures in frames. */
function course({ site, course }, figures, above = 0) {
  const query = new URLSearchParams({ above });
  for (const figure of figures) query.append('frame', `${site}embed/${figure.replace('#', '.html?lang=en#')}`);
  return `${course}?${query}`;
}

/** Ten figures, among them the highest. */
const TEN = ['perceptron', 'circles', 'digits', 'reviews', 'descent', 'playground', 'luck', 'neurons', 'results', 'chance'];
/** Pixels by which a height may change: rounding. */
const SLACK = 2;

export const journeys = [
  {
    name: 'the perceptron, trained to its end',
    async run(page, context) {
      await page.open(`${context.site}es/perceptron.html#perceptron.speed=4`);
      await runs(page, 'perceptron');
      await page.click(part('perceptron', 'play'));
      await wait(page, `${host('perceptron')}.dataset.phase === 'finished' && ${host('perceptron')}.dataset.fingerprint`, 60, 'the end of the training');
      const found = await page.evaluate(`${host('perceptron')}.dataset.fingerprint`);
      equal(found, context.perceptron, 'its weights have another fingerprint than natively');
      return found;
    },
  },
  {
    name: 'the circles, 500 steps',
    async run(page, context) {
      await page.open(`${context.site}embed/circles.html?lang=en#circles.at=500`);
      await wait(page, `${host('circles')}?.dataset.iteration === '500' && ${host('circles')}.dataset.fingerprint`, 60, 'step 500');
      const found = await page.evaluate(`${host('circles')}.dataset.fingerprint`);
      equal(found, context.circles, 'the weights have another fingerprint than natively');
      return found;
    },
  },
  {
    name: 'the circles in a sandboxed frame of another origin, played by messages',
    async run(page, context) {
      await page.open(course(context, ['circles#circles.speed=4']));
      await wait(page, "latest('ready')", 30, 'the message ready');
      await page.evaluate("(say('play'), 0)");
      await wait(page, "latest('finished') || latest('error')", 60, 'the message finished');
      const error = await page.evaluate("latest('error')?.text");
      if (error) throw new Error(`the frame reports an error: ${error}`);
      const found = await page.evaluate("latest('finished').fingerprint");
      equal(found, context.framed, 'the weights have another fingerprint than natively');
      const workers = page.workers();
      if (workers === 0) throw new Error('it trained without a worker');
      return `${found}, ${workers === undefined ? 'workers left out: the driver lists none' : 'in a worker'}`;
    },
  },
  {
    name: 'a digit, drawn with the mouse',
    async run(page, context) {
      await page.open(`${context.site}embed/digits.html?lang=en`);
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
      await page.open(`${context.site}embed/reviews.html?lang=en`);
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
    name: `${TEN.length} sandboxed frames, 4,000 pixels below`,
    async run(page, context) {
      await page.open(course(context, TEN.map((name) => `${name}#`), 4000));
      await wait(page, 'ready() && heights().every((height) => height > 100)', 60, 'the height of every frame, without scrolling');
      // WebKit runs the timers of a frame out of sight once a second.
      await wait(page, 'quiet(3000)', 30, 'the last message of the frames');
      const before = await page.evaluate('heights()');
      for (const index of TEN.keys()) {
        await page.evaluate(`(look(${index}), 0)`);
        await wait(page, 'quiet(400)', 30, `an end of the messages while ${TEN[index]} is in sight`);
      }
      const after = await page.evaluate('heights()');
      const wrong = TEN.flatMap((name, index) => (Math.abs(after[index] - before[index]) > SLACK ? [`${name} ${before[index]}, then ${after[index]}`] : []));
      if (wrong.length) throw new Error(`heights change once the frame is in sight: ${wrong.join('; ')}`);
      return `${before.join(', ')} pixels high`;
    },
  },
  {
    name: 'back, forward and reload',
    async run(page, context) {
      const seed = `${shown('circles', 'seed')}?.value === '41' && location.hash.includes('circles.seed=41')`;
      const next = "location.pathname.endsWith('/problems.html') && document.readyState === 'complete'";
      const go = (act) => page.evaluate(`(setTimeout(() => ${act}), 0)`);
      await page.open(`${context.site}en/circles.html`);
      await runs(page, 'circles');
      await page.fill(part('circles', 'seed'), '41');
      await wait(page, seed, 10, 'the seed in the address');
      await page.click('a[rel=next]');
      await wait(page, next, 30, 'the next chapter');
      await go('history.back()');
      await wait(page, seed, 30, 'the seed, after going back');
      await go('history.forward()');
      await wait(page, next, 30, 'the next chapter, after going forward');
      await go('history.back()');
      await wait(page, seed, 30, 'the seed, after going back again');
      await page.evaluate('(globalThis.before = true, 0)');
      await go('location.reload()');
      await wait(page, `globalThis.before === undefined && ${seed}`, 30, 'the seed, after a reload');
      return 'the seed stays';
    },
  },
];
