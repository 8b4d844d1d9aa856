// What a teacher does with the figures. As the student's journeys.
import { equal, figures, host, runs, shown, wait } from './ask.mjs';

/** Ten figures, among them the highest. */
const TEN = ['perceptron', 'circles', 'digits', 'reviews', 'descent', 'playground', 'luck', 'neurons', 'results', 'chance'];
/** Pixels by which a height may change: rounding. */
const SLACK = 2;

export const teacher = [
  {
    name: 'the circles in a sandboxed frame of another origin, played by messages',
    async run(page, context) {
      await page.open(figures(context, ['circles#circles.speed=4']));
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
    name: `${TEN.length} sandboxed frames, 4,000 pixels below`,
    async run(page, context) {
      await page.open(figures(context, TEN.map((name) => `${name}#`), 4000));
      await wait(page, 'ready() && heights().every((height) => height > 100)', 60, 'the height of every frame, without scrolling');
      // WebKit runs the timers of a frame out of sight once a second, and later on a busy machine.
      await wait(page, 'quiet(5000)', 60, 'the last message of the frames');
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
    name: 'the link in the dialog, opened',
    async run(page, context) {
      await page.open(`${context.site}es/circles.html#circles.seed=41&circles.noise=0.2`);
      await runs(page, 'circles');
      await page.click('[data-share="circles"]');
      await wait(page, "document.querySelector('.share-dialog')?.open", 20, 'the dialog');
      await page.evaluate("(field => { field.value = 'link'; field.dispatchEvent(new Event('change')); return 0; })(document.querySelector('.share-dialog select'))");
      const code = "document.querySelector('.share-part code').textContent";
      await wait(page, `/^http\\S+$/.test(${code})`, 10, 'a link');
      const link = await page.evaluate(code);
      await page.open(link);
      await runs(page, 'circles');
      await wait(page, `${shown('circles', 'seed')}?.value === '41'`, 20, 'the seed');
      equal(await page.evaluate(`${host('circles')}.dataset.hash`), 'circles.noise=0.2&circles.seed=41', 'the link restores another state');
      return 'it restores the state';
    },
  },
  {
    name: 'two elements in a page of another origin',
    async run(page, context) {
      await page.open(figures(context, []));
      await page.evaluate(`(() => {
        globalThis.__done = [];
        addEventListener('redes-finished', ({ target, detail }) => __done.push([target.id, detail.fingerprint]));
        document.body.innerHTML = '<redes-circles id="one" state="circles.speed=4" lang="es"></redes-circles><redes-circles id="two" preset="xor"></redes-circles>';
        const script = document.createElement('script');
        script.type = 'module';
        script.src = '${context.site}js/redes.js';
        document.head.append(script);
        addEventListener('redes-ready', ({ target }) => { if (target.id === 'one') target.play(); });
        return 0;
      })()`);
      await wait(page, '__done.length', 90, 'the event of an element that was trained');
      equal(JSON.stringify(await page.evaluate('__done')), JSON.stringify([['one', context.framed]]), 'another element ended, or with other bits');
      return context.framed;
    },
  },
  {
    name: 'an exercise, solved in a sandboxed frame',
    async run(page, context) {
      await page.open(figures(context, ['exercise-asleep#activations.z=5']));
      await wait(page, "latest('exercise')?.done", 30, 'the result of the exercise');
      return page.evaluate("(({ id, met, of }) => `${id}: ${met} of ${of}`)(latest('exercise'))");
    },
  },
];
