// Keeps the last state of a long training in the browser's database, and offers it after the page was loaded again. main.js loads
// it where a figure has a place for that: it sends that place "save", gets "saved" with the training as bytes, and sends "resume". Nothing
// leaves the browser. Where the database is refused or full, the figure goes on without it.
import { make } from './make.js';

const words = {
  es: { go: 'Continuar la red {case}, semilla {seed}, desde el paso {n}', show: 'Ver la red {case}, semilla {seed}, entrenada en {n} pasos', today: '(guardada a las {time})', before: '(guardada el {time})', remove: 'Borrar', removed: 'Borrado.' },
  en: { go: 'Continue network {case}, seed {seed}, from step {n}', show: 'Show network {case}, seed {seed}, trained for {n} steps', today: '(saved at {time})', before: '(saved on {time})', remove: 'Delete', removed: 'Deleted.' },
};
// Milliseconds of training before the first copy, and between two.
const often = 10_000;
// Bytes in all. A figure has one entry; where it is too much, the oldest go.
const limit = 24e6;
const STORE = 'trainings';

let opening;
const database = () => (opening ??= new Promise((resolve, reject) => {
  const request = indexedDB.open('redes-checkpoints', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'figure' });
  request.onsuccess = () => resolve(request.result);
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

// Entries of other figures give way, the oldest first. This figure's own is not read: it is replaced.
async function keep(entry) {
  const names = (await entries('readonly', (store) => store.getAllKeys())).filter((figure) => figure !== entry.figure);
  const others = await Promise.all(names.map((figure) => entries('readonly', (store) => store.get(figure))));
  const size = ({ tape }) => tape?.byteLength ?? 0;
  let total = others.reduce((sum, other) => sum + size(other), size(entry));
  if (size(entry) > limit) return;
  for (const old of others.sort((one, other) => one.time - other.time)) {
    if (total <= limit) break;
    await entries('readwrite', (store) => store.delete(old.figure));
    total -= size(old);
  }
  await entries('readwrite', (store) => store.put(entry));
}

const whole = (entry) => entry?.tape instanceof Uint8Array && Number.isInteger(entry.step) && typeof entry.state === 'string';

// The state of a saved training with what the reader has drawn since.
function merged(state, now) {
  const parts = (text) => text.split('&').filter(Boolean);
  const drawn = (part) => /\.(ink|at)(=|$)/.test(part);
  return [...parts(state).filter((part) => !drawn(part)), ...parts(now).filter((part) => drawn(part) && !part.includes('.at='))].join('&');
}

function watch(host) {
  const figure = host.localName.slice('redes-'.length);
  const language = host.closest('[lang]')?.lang.startsWith('en') ? 'en' : 'es';
  const place = () => host.querySelector('[data-checkpoint]');
  const running = () => host.dataset.phase === 'running';
  const quietly = (error) => console.info(error);
  // Milliseconds that this training has run before it last began to run, and when that was.
  let ran = 0;
  let since;
  let timer;
  // What is to be kept next, while something is being kept.
  let next;
  let keeping = false;

  const remove = () => entries('readwrite', (store) => store.delete(figure)).catch(quietly);

  function resume(entry) {
    const others = location.hash.slice(1).split('&').filter((part) => part && !part.startsWith(`${figure}.`));
    const own = merged(entry.state, host.dataset.hash ?? '');
    history.replaceState(history.state, '', `#${[...others, own].filter(Boolean).join('&')}`);
    host.restart();
    place().dispatchEvent(new CustomEvent('resume', { detail: entry.tape }));
    ran = often;
    host.querySelector('[data-ref=play]')?.focus();
  }

  async function offer() {
    const entry = await entries('readonly', (store) => store.get(figure));
    if (!whole(entry) || host.dataset.phase !== 'idle' || !place()) return;
    const saved = new Date(entry.time);
    const today = saved.toDateString() === new Date().toDateString();
    const time = saved.toLocaleString(language, today ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' });
    const button = (text, name) => make('button', { type: 'button', className: 'button', textContent: text, [name]: '' });
    // What the address leaves out has the figure's first value.
    const value = (name, otherwise) => new URLSearchParams(entry.state).get(`${figure}.${name}`) ?? otherwise;
    const slots = { case: value('case', '1.0'), seed: value('seed', '1'), n: grouped(entry.step, language), time };
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
    if (ran + now >= often) place()?.dispatchEvent(new Event('save'));
  }

  function follow() {
    if (host.dataset.phase === 'idle') {
      ran = 0;
      offer().catch(quietly);
    }
    if (running() === Boolean(timer)) return;
    timer = clearInterval(timer);
    if (running()) {
      since = performance.now();
      // A browser that is slow to keep is not asked to keep more.
      timer = setInterval(() => keeping || save(), often);
      place().hidden = true;
      return;
    }
    save();
    ran = host.dataset.phase === 'paused' ? ran + performance.now() - since : 0;
    since = undefined;
  }

  host.addEventListener('saved', async ({ target }) => {
    next = { figure, state: host.dataset.hash ?? '', step: Number(host.dataset.step), done: host.dataset.phase === 'finished', tape: target.saved, time: Date.now() };
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
