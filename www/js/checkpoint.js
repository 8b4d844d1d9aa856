// Keeps the last state of a long training in the browser's database (trainings.js), and offers it after the page was loaded again. main.js loads
// it where a figure has a place for that (crates/shell/src/keeping.rs). It sends that place "save"; the answer is "saved", with the
// training as pieces of bytes, the name of the network, what else the figure needs, and how many of its trainings are over, of how many;
// "resume" gives back the pieces and what else it needs. The place's data-of, if it has one, must be the same when it is offered.
// A place with data-checkpoint="own" holds what the reader has made: it comes back without a question. Nothing leaves the browser.
// Where the database is refused or full, the figure goes on without it. A short training is kept once it rests, unless a long one
// is kept already.
import { make } from './make.js';
import { bytes, find, keep, remove } from './trainings.js';

const words = {
  es: { go: 'Continuar la red {name}, semilla {seed}, desde el paso {n}', show: 'Ver la red {name}, semilla {seed}, entrenada en {n} pasos', go_parts: 'Continuar: {name}, hechos {over} de {all} entrenamientos', show_parts: 'Ver: {name}, {all} entrenamientos', today: '(guardada a las {time})', before: '(guardada el {time})', today_parts: '(guardados a las {time})', before_parts: '(guardados el {time})', remove: 'Borrar lo guardado', own: 'Borrar mis entrenamientos', removed: 'Borrado.', gone: 'Ya no está guardado.' },
  en: { go: 'Continue network {name}, seed {seed}, from step {n}', show: 'Show network {name}, seed {seed}, trained for {n} steps', go_parts: 'Continue: {name}, {over} of {all} trainings done', show_parts: 'Show: {name}, {all} trainings', today: '(saved at {time})', before: '(saved on {time})', remove: 'Delete what is saved', own: 'Delete my trainings', removed: 'Deleted.', gone: 'It is no longer saved.' },
};
// Milliseconds of training before the first copy of one that runs, and between two small ones. A large one waits longer: a megabyte a
// second is written. A shorter training is a short one.
const often = 10_000;
const pause = (bytes) => Math.max(often, bytes / 1e3);
// The worker sends the next pieces of a large training after a few milliseconds, or never where it has died.
const patience = 10_000;

// The pieces of a training on their way.
function arriving() {
  const pieces = [];
  let until = performance.now() + patience;
  return {
    add(more) {
      pieces.push(...more);
      until = performance.now() + patience;
    },
    // The others come within so many milliseconds, or not at all.
    leave(within) { until = Math.min(until, performance.now() + within); },
    next() {
      const piece = pieces.shift();
      if (!piece && performance.now() > until) throw new Error('the rest of the training does not come');
      return piece;
    },
  };
}

// A number as the figure writes it (crates/sheet/src/number.rs).
function grouped(number, language) {
  if (language === 'es' && number < 10_000) return String(number);
  return number.toLocaleString('en').replaceAll(',', language === 'es' ? '\u202f' : ',');
}

const whole = (entry) => entry && Number.isInteger(entry.step) && typeof entry.state === 'string' && typeof entry.name === 'string'
  && [entry.over, entry.all].every((count) => count === undefined || Number.isInteger(count));

// The state of a saved training with what the reader has drawn or written since.
function merged(state, now, figure) {
  const parts = (text) => text.split('&').filter((part) => part.startsWith(`${figure}.`));
  const drawn = (part) => /\.(ink|text|reader|at)(=|$)/.test(part);
  return [...parts(state).filter((part) => !drawn(part)), ...parts(now).filter((part) => drawn(part) && !part.includes('.at='))].join('&');
}

function watch(host) {
  const figure = host.localName.slice('redes-'.length);
  const language = host.closest('[lang]')?.lang.startsWith('en') ? 'en' : 'es';
  const place = () => host.querySelector('[data-checkpoint]');
  const isOwn = place().dataset.checkpoint === 'own';
  const running = () => host.dataset.phase === 'running';
  // Whether nothing has been trained yet: a figure that answers at once is paused before its first step.
  const fresh = () => host.dataset.phase === 'idle' || (host.dataset.phase === 'paused' && !(host.dataset.step > 0));
  const quietly = (error) => console.info(error);
  // Milliseconds that this training has run before it last began to run, and when that was.
  let ran = 0;
  let since;
  let timer;
  // Whether the training that is being kept is a short one.
  let short;
  // When the next copy is due.
  let due = 0;
  // What is to be kept next, while something is being kept, and what is on its way.
  let next;
  let comes;
  let keeping = false;

  async function resume(entry) {
    // Another tab may have deleted it, or saved another.
    const now = await find(figure);
    if (now?.time !== entry.time) {
      if (now) await offer();
      else show(make('span', { role: 'status', textContent: words[language].gone }));
      return;
    }
    const [tape, beside] = await bytes(entry);
    const others = location.hash.slice(1).split('&').filter((part) => part && !part.startsWith(`${figure}.`));
    const own = merged(entry.state, host.dataset.hash ?? '', figure);
    history.replaceState(history.state, '', `#${[...others, own].filter(Boolean).join('&')}`);
    host.restart();
    // What is broken begins at its first step.
    give(tape ?? [], beside);
    ran = entry.short ? 0 : often;
    host.querySelector('[data-ref=play]')?.focus();
  }

  const button = (text, name) => make('button', { type: 'button', className: 'button', textContent: text, [name]: '' });
  const give = (tape, beside) => place()?.dispatchEvent(new CustomEvent('resume', { detail: [tape, beside] }));

  function show(...parts) {
    place()?.replaceChildren(...parts);
    if (place()) place().hidden = parts.length === 0;
  }

  // The button or the option of a run in parts names it in the page's language.
  const named = (name) => host.querySelector(`[data-case="${CSS.escape(name)}"], option[value="${CSS.escape(name)}"]`)?.textContent ?? name;

  // A button that deletes what is kept, and goes on with `then`.
  function deletes(text, then) {
    const drop = button(text, 'data-remove');
    drop.addEventListener('click', async () => {
      await remove(figure).catch(quietly);
      then?.();
      host.querySelector('[data-ref=play]')?.focus();
      show(make('span', { role: 'status', textContent: words[language].removed }));
    });
    return drop;
  }

  // The figure has what the reader made, or forgets it.
  const own = () => show(deletes(words[language].own, () => give([])));

  // A short training is offered only on a page that was loaded again: it is soon repeated.
  async function offer(again) {
    const entry = await find(figure);
    if (isOwn) {
      const [tape] = whole(entry) ? await bytes(entry) : [];
      if (tape && give(tape)) own();
      return;
    }
    if ((again && entry?.short) || !fresh() || !place()) return;
    if (!whole(entry) || entry.of !== place().dataset.of) {
      if (place().querySelector('[data-resume]')) show();
      return;
    }
    const saved = new Date(entry.time);
    const today = saved.toDateString() === new Date().toDateString();
    const time = saved.toLocaleString(language, today ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' });
    // What the address leaves out has the figure's first value.
    const seed = new URLSearchParams(entry.state).get(`${figure}.seed`) ?? '1';
    const slots = { name: entry.all ? named(entry.name) : entry.name, seed, n: grouped(entry.step, language), time, over: entry.over, all: entry.all };
    const word = (key) => (entry.all && words[language][`${key}_parts`]) || words[language][key];
    const text = `${word(entry.done ? 'show' : 'go')} ${word(today ? 'today' : 'before')}`;
    const go = button(text.replace(/\{(\w+)\}/g, (_, name) => slots[name]), 'data-resume');
    go.addEventListener('click', () => {
      go.disabled = true;
      resume(entry).catch(quietly).finally(() => { go.disabled = false; });
    });
    show(go, deletes(words[language].remove));
  }

  // Asks for the state; the figure answers with "saved", now or at its next report.
  function save() {
    const now = since === undefined ? 0 : performance.now() - since;
    short = ran + now < often;
    if (!short || !running()) place()?.dispatchEvent(new Event('save'));
  }

  // A browser that is slow to keep is not asked to keep more.
  function saveInTime() {
    if (!keeping && performance.now() >= due) save();
  }

  function follow() {
    if (fresh()) {
      ran = 0;
      // The worker of a training that is left sends the rest of it now, or has died.
      comes?.leave(1_000);
      offer(true).catch(quietly);
    }
    if (running() === Boolean(timer)) return;
    timer = clearInterval(timer);
    if (running()) {
      since = performance.now();
      timer = setInterval(saveInTime, often);
      place().hidden = true;
      return;
    }
    // One that failed is kept as it was before.
    if (host.dataset.phase !== 'failed') save();
    ran = host.dataset.phase === 'paused' ? ran + performance.now() - since : 0;
    since = undefined;
  }

  host.addEventListener('saved', async ({ detail: [pieces, name, beside, over, all, from, tape] }) => {
    if (from === 0) {
      comes?.leave(0);
      comes = arriving();
      const entry = { figure, over, all, of: place()?.dataset.of, name, state: host.dataset.hash ?? '', step: Number(host.dataset.step), done: host.dataset.phase === 'finished', short, tape, beside, time: Date.now() };
      next = [entry, comes.next];
      due = performance.now() + pause(tape);
    }
    comes?.add(pieces);
    if (keeping) return;
    keeping = true;
    while (next) {
      const [entry, come] = next;
      next = undefined;
      await keep(entry, come).then(isOwn ? own : undefined, quietly);
    }
    keeping = false;
  }, true);
  if (!isOwn) {
    document.addEventListener('visibilitychange', () => { if (document.hidden && running()) save(); });
    new MutationObserver(follow).observe(host, { attributeFilter: ['data-phase', 'data-step'] });
  }
  // The figure is built again where a link sets it.
  new MutationObserver(() => { if (place() && !place().childElementCount) offer().catch(quietly); }).observe(host, { childList: true });
  offer().catch(quietly);
}

document.querySelectorAll('[data-checkpoint]').forEach((place) => watch(place.closest('.redes')));
