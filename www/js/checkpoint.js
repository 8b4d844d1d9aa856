// Keeps the last state of a long training in the browser's database, and offers it after the page was loaded again. main.js loads
// it where a figure has a place for that (crates/shell/src/keeping.rs). It sends that place "save"; the answer is "saved", with the
// training as bytes, the name of the network, and what else the figure needs; "resume" gives back the bytes and that. Nothing leaves the browser.
// Where the database is refused or full, the figure goes on without it. A short training is kept once it rests, unless a long one
// is kept already.
import { make } from './make.js';

const words = {
  es: { go: 'Continuar la red {name}, semilla {seed}, desde el paso {n}', show: 'Ver la red {name}, semilla {seed}, entrenada en {n} pasos', today: '(guardada a las {time})', before: '(guardada el {time})', remove: 'Borrar', removed: 'Borrado.' },
  en: { go: 'Continue network {name}, seed {seed}, from step {n}', show: 'Show network {name}, seed {seed}, trained for {n} steps', today: '(saved at {time})', before: '(saved on {time})', remove: 'Delete', removed: 'Deleted.' },
};
// Milliseconds of training before the first copy of one that runs, and between two small ones. A large one waits longer: a megabyte a
// second is written. A shorter training is a short one.
const often = 10_000;
const pause = ({ bytes }) => Math.max(often, bytes / 1e3);
// Bytes in all. A figure has one entry; where it is too much, the oldest go. Both networks of the reviews take 76 MB, weights and moments;
// browsers allow a site a gigabyte or more.
const limit = 100e6;
const STORE = 'trainings';
// When each was kept, and its bytes: read without the trainings themselves.
const AGES = 'ages';

let opening;
const database = () => (opening ??= new Promise((resolve, reject) => {
  const request = indexedDB.open('redes-checkpoints', 2);
  request.onupgradeneeded = () => {
    const { result } = request;
    // The trainings of an older release go on no more.
    if (result.objectStoreNames.contains(STORE)) result.deleteObjectStore(STORE);
    result.createObjectStore(STORE, { keyPath: 'figure' }).createIndex(AGES, ['time', 'bytes']);
  };
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close();
    resolve(request.result);
  };
  request.onerror = request.onblocked = () => reject(request.error);
}));

// A number as the figure writes it (crates/sheet/src/number.rs).
function grouped(number, language) {
  if (language === 'es' && number < 10_000) return String(number);
  return number.toLocaleString('en').replaceAll(',', language === 'es' ? '\u202f' : ',');
}

// Runs an action on the entries; resolves once it is done for good.
async function entries(mode, act) {
  const transaction = (await database()).transaction(STORE, mode);
  const request = act(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

// The kept trainings as [time, bytes, figure], the oldest first.
async function ages() {
  const index = (await database()).transaction(STORE).objectStore(STORE).index(AGES);
  const found = [];
  return new Promise((resolve, reject) => {
    const request = index.openKeyCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      if (!request.result) return resolve(found);
      found.push([...request.result.key, request.result.primaryKey]);
      request.result.continue();
    };
  });
}

// Entries of other figures give way, the oldest first. This figure's own is replaced.
async function keep(entry) {
  if (entry.bytes > limit) return;
  if (entry.short && (await ages()).length) {
    const before = await entries('readonly', (store) => store.get(entry.figure));
    if (before && !before.short) return;
  }
  const others = (await ages()).filter(([, , figure]) => figure !== entry.figure);
  let total = others.reduce((sum, [, bytes]) => sum + bytes, entry.bytes);
  for (const [, bytes, figure] of others) {
    if (total <= limit) break;
    await entries('readwrite', (store) => store.delete(figure));
    total -= bytes;
  }
  await entries('readwrite', (store) => store.put(entry));
}

const whole = (entry) => entry?.tape instanceof ArrayBuffer && Number.isInteger(entry.step) && Number.isFinite(entry.time)
  && typeof entry.state === 'string' && typeof entry.name === 'string' && (entry.beside === undefined || entry.beside instanceof Uint8Array);

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
  // What is to be kept next, while something is being kept.
  let next;
  let keeping = false;

  const remove = () => entries('readwrite', (store) => store.delete(figure)).catch(quietly);

  function resume(entry) {
    const others = location.hash.slice(1).split('&').filter((part) => part && !part.startsWith(`${figure}.`));
    const own = merged(entry.state, host.dataset.hash ?? '', figure);
    history.replaceState(history.state, '', `#${[...others, own].filter(Boolean).join('&')}`);
    host.restart();
    place()?.dispatchEvent(new CustomEvent('resume', { detail: [entry.tape, entry.beside] }));
    ran = entry.short ? 0 : often;
    host.querySelector('[data-ref=play]')?.focus();
  }

  // A short training is offered only on a page that was loaded again: it is soon repeated.
  async function offer(again) {
    const entry = await entries('readonly', (store) => store.get(figure));
    if (!whole(entry) || (again && entry.short) || !fresh() || !place()) return;
    const saved = new Date(entry.time);
    const today = saved.toDateString() === new Date().toDateString();
    const time = saved.toLocaleString(language, today ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' });
    const button = (text, name) => make('button', { type: 'button', className: 'button', textContent: text, [name]: '' });
    // What the address leaves out has the figure's first value.
    const seed = new URLSearchParams(entry.state).get(`${figure}.seed`) ?? '1';
    const slots = { name: entry.name, seed, n: grouped(entry.step, language), time };
    const text = `${words[language][entry.done ? 'show' : 'go']} ${words[language][today ? 'today' : 'before']}`;
    const go = button(text.replace(/\{(\w+)\}/g, (_, name) => slots[name]), 'data-resume');
    const drop = button(words[language].remove, 'data-remove');
    go.addEventListener('click', () => resume(entry));
    drop.addEventListener('click', async () => {
      await remove();
      host.querySelector('[data-ref=play]')?.focus();
      place().replaceChildren(make('span', { role: 'status', textContent: words[language].removed }));
    });
    place().replaceChildren(go, drop);
    place().hidden = false;
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
    if (host.dataset.phase === 'idle') {
      ran = 0;
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

  host.addEventListener('saved', async ({ detail: [tape, name, beside] }) => {
    next = { figure, name, state: host.dataset.hash ?? '', step: Number(host.dataset.step), done: host.dataset.phase === 'finished', short, tape, beside, bytes: tape.byteLength + (beside?.byteLength ?? 0), time: Date.now() };
    due = performance.now() + pause(next);
    if (keeping) return;
    keeping = true;
    while (next) {
      const entry = next;
      next = undefined;
      await keep(entry).catch(quietly);
    }
    keeping = false;
  }, true);
  document.addEventListener('visibilitychange', () => { if (document.hidden && running()) save(); });
  new MutationObserver(follow).observe(host, { attributeFilter: ['data-phase'] });
  // The figure is built again where a link sets it.
  new MutationObserver(() => { if (place() && !place().childElementCount) offer().catch(quietly); }).observe(host, { childList: true });
  offer().catch(quietly);
}

document.querySelectorAll('[data-checkpoint]').forEach((place) => watch(place.closest('.redes')));
