// Starts Redes: checks the browser, fetches the modules of the page's figures, and hands each custom element to Rust.
// A module's glue is named by this script's address in the page: main.js?glue=NAME.js, or several with commas. A page may
// also include this script several times, each with its own glue: the first to run loads them all. The names are read from
// the page, because the service worker may return a stored script under the address that another page used.
const root = new URL('..', import.meta.url).href;
const workerFile = new URL('worker.js', import.meta.url).href;
// A frame without an origin of its own may start a worker from no address but a blob's; a classic script in it may load any file.
// It has the page's policy, so that it needs a policy of its own (js/trusted.js).
const blob = () => new Blob([`self.trustedTypes?.createPolicy('default',{createScriptURL:u=>u});importScripts(${JSON.stringify(workerFile)})`], { type: 'text/javascript' });
const workerUrl = origin === 'null' ? URL.createObjectURL(blob()) : workerFile;
const bare = (address) => address.split('?')[0];
const glues = (address) => new URL(address).searchParams.get('glue')?.split(',').filter(Boolean) ?? [];
const tags = [...document.scripts].filter(({ src }) => bare(src) === bare(import.meta.url)).flatMap(({ src }) => glues(src));
const taken = (document[Symbol.for('redes')] ??= new Set());
const own = (tags.length ? tags : glues(import.meta.url)).filter((name) => !taken.has(name) && taken.add(name));
// The figures of each module of the page, by the address of its glue.
const modules = (taken.modules ??= new Map());
const figures = () => [...document.querySelectorAll('*')].filter(({ localName }) => localName.startsWith('redes-'));

// A module with one function that uses one SIMD instruction.
const simd = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

const incomplete = {
  es: 'Las figuras no se han podido cargar. Recargue la página; si vuelve a ocurrir, la copia del sitio está incompleta.',
  en: 'The figures could not be loaded. Reload the page; if it happens again, this copy of the site is incomplete.',
};

// Whether a policy forbids WebAssembly: then not even an empty module starts. (WebKit compiles it all the same.)
const forbidden = () => WebAssembly.instantiate(simd.slice(0, 8)).then(() => false, () => true);

// The figures' still pictures, which show something even where nothing runs.
const stills = new Map(figures().map((element) => [element, element.querySelector('.still')]));

function notice(text) {
  const note = document.createElement('p');
  note.className = 'notice bad';
  note.setAttribute('role', 'alert');
  note.textContent = text;
  return note;
}

const languageOf = (element) => (element.closest('[lang]')?.lang.startsWith('en') ? 'en' : 'es');

// The other causes have their words in a file of their own, and so has the button that reloads the page, where that can help. Where
// the file is missing too, the copy of the site is incomplete.
async function say(element, key) {
  const language = languageOf(element);
  const trouble = import('./trouble.js').catch(() => ({}));
  const words = key === 'load' ? incomplete : (await trouble)[key] ?? incomplete;
  const note = notice(words[language]);
  element.replaceChildren(note, ...[stills.get(element)].filter(Boolean));
  element.dataset.state = 'failed';
  const { reload } = await trouble;
  if (reload && !['old', 'policy'].includes(key)) note.append(document.createElement('br'), reload(language));
}

const everyFigure = (key) => figures().forEach((element) => say(element, key));

// Resolves when a figure is within two window heights of the reader; at once for a figure alone on its page.
const near = new Promise((resolve) => {
  if (document.body.classList.contains('embed')) return resolve();
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    resolve();
  }, { rootMargin: '200% 0px' });
  figures().forEach((element) => watch.observe(element));
});

// The distance from the reader to the nearest of these figures, in window heights.
function distance(name) {
  const far = [...document.querySelectorAll(name)].map((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(top - innerHeight, -bottom, 0) / innerHeight;
  });
  return Math.min(Infinity, ...far);
}

// Yields to the reader between two figures; a figure far away waits until the browser is idle.
const pause = (name) => new Promise((resolve) => {
  if (distance(name) > 2 && globalThis.requestIdleCallback) requestIdleCallback(resolve, { timeout: 300 });
  else setTimeout(resolve);
});
// The text is drawn first.
const drawn = () => new Promise((resolve) => {
  setTimeout(resolve, 500); // a hidden page draws no frames
  requestAnimationFrame(() => setTimeout(resolve));
});

const wasmOf = (glueUrl) => glueUrl.replace(/\.js$/, '_bg.wasm');

// A module's glue ends with the digest of the module that it was built with (crates/book/src/digest.rs).
const digestIn = async (glueUrl) => /sha256-[^']+/.exec(await (await fetch(glueUrl)).text())?.[0];

// A page without https has no crypto.subtle. There the browser compares the digest (`integrity`), once the glue has come.
const subtle = globalThis.crypto?.subtle;
const digestOf = async (bytes) => `sha256-${btoa(String.fromCharCode(...new Uint8Array(await subtle.digest('SHA-256', bytes))))}`;

// Compiles the module of a glue, if it has the digest that the glue names. Works for any host: some serve .wasm with another
// MIME type, which the streaming compiler refuses. A stored file may be incomplete, or of another release: the second try
// bypasses every cache, also the service worker's. If that fails too, the glue is fetched anew, for the next load of the page.
async function compile(glueUrl, digest = () => digestIn(glueUrl), { signal, follow } = {}) {
  const url = wasmOf(glueUrl);
  const once = async (options) => {
    const response = await fetch(url, { ...options, signal, integrity: subtle ? '' : await digest() });
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
    const streams = response.headers.get('content-type') === 'application/wasm';
    follow?.(response.clone());
    const bytes = response.clone().arrayBuffer();
    const [module, found, wanted] = await Promise.all([
      streams ? WebAssembly.compileStreaming(response) : bytes.then(WebAssembly.compile),
      subtle && bytes.then(digestOf),
      subtle && digest(),
    ]);
    if (found !== wanted) throw new Error(`${url}: ${found}, not ${wanted}`);
    return module;
  };
  return once({ priority: 'low' }).catch(() => once({ cache: 'reload' })).catch((error) => {
    fetch(glueUrl, { cache: 'reload' }).catch(() => {});
    throw error;
  });
}

// Whether a service worker keeps this page. A frame without an origin may not even ask.
function controlled() {
  try {
    return Boolean(navigator.serviceWorker?.controller);
  } catch {
    return false;
  }
}

// What trains: the module itself, or another, which is fetched at the first training. Whatever failed is tried again.
function trainer(glue, module, glueUrl) {
  const name = glue.trainer();
  const url = name ? new URL(name, root).href : glueUrl;
  let coming = name ? undefined : Promise.resolve(module);
  const compiled = () => (coming ??= compile(url).catch((error) => {
    coming = undefined;
    throw error;
  }));
  // Where a worker is refused, the page's thread trains.
  const serve = async (port) => {
    const [half, module] = await Promise.all([import(url), compiled()]);
    half.initSync({ module });
    half.serve_port(port);
  };
  // A page that is kept for reading offline keeps what trains too: the service worker sees it pass, once nothing else is due.
  const keep = () => {
    if (!name || navigator.connection?.saveData || !controlled()) return;
    const ask = () => [url, wasmOf(url)].forEach((file) => fetch(file, { priority: 'low' }).catch(() => {}));
    if (globalThis.requestIdleCallback) requestIdleCallback(ask);
    else setTimeout(ask, 2000);
  };
  return { url, compiled, serve, keep };
}

// Glue and module are loaded in parallel.
async function load(name) {
  const glueUrl = new URL(name, root).href;
  const half = import(glueUrl);
  const [glue, module] = await Promise.all([half, compile(glueUrl, async () => (await half).digest)]);
  return { glue, module, glueUrl };
}

// The module loads while the text is read. With data saving on it loads when a figure is near; a failed load is then retried.
async function fetched(name) {
  if (!navigator.connection?.saveData) {
    try {
      return await load(name);
    } catch (error) {
      console.info(error);
    }
  }
  await near;
  return load(name);
}

// Starts the figures of a module, those near the reader first.
async function begin(name) {
  const { glue, module, glueUrl } = await fetched(name);
  await drawn();
  glue.initSync({ module });
  const half = trainer(glue, module, glueUrl);
  glue.start(half.compiled, half.serve, half.url, workerUrl, root);
  modules.set(glueUrl, glue.figures());
  for (const left = new Set(glue.figures()); left.size;) {
    const next = [...left].reduce((nearest, other) => (distance(other) < distance(nearest) ? other : nearest));
    left.delete(next);
    await pause(next);
    define(next, glue);
  }
  if (document.querySelector('[data-pictures]')) import('./image.js');
  if (document.querySelector('[data-checkpoint]')) import('./checkpoint.js');
  half.keep();
}

function define(name, glue) {
  customElements.define(name, class extends HTMLElement {
    connectedCallback() {
      try {
        this.handle = glue.mount(this);
      } catch (error) {
        console.error(error);
        say(this, 'broken');
      }
    }

    disconnectedCallback() {
      if (this.handle !== undefined) glue.unmount(this.handle);
      this.handle = undefined;
    }

    // Reads the figure's state from the address again.
    restart() {
      this.disconnectedCallback();
      this.replaceChildren();
      this.connectedCallback();
    }
  });
}

// The prefix of a figure's keys and ids: "circles" for the first <redes-circles> of the page, "circles-2" for the second.
// crates/shell/src/address.rs and js/share.js follow the same rule.
function prefix(element) {
  const name = element.localName.slice('redes-'.length);
  const before = [...document.querySelectorAll(element.localName)].indexOf(element);
  return before > 0 ? `${name}-${before + 1}` : name;
}

// A trap on the page's thread, or a full stack (a RangeError, in Firefox an InternalError), leaves its module unusable: its figures
// show a message instead of a frozen picture. The others go on, unless the browser does not say whose code trapped.
function stop(error) {
  if (!['RuntimeError', 'RangeError', 'InternalError'].includes(error?.name)) return;
  const guilty = [...modules].filter(([glue]) => error.stack?.includes(glue)).flatMap(([, names]) => names);
  const unknown = !guilty.length && error instanceof WebAssembly.RuntimeError;
  figures().filter(({ localName }) => unknown || guilty.includes(localName)).forEach((element) => say(element, 'broken'));
}

// Under its path, the tab remembers what a page had in its address when the reader left it: before and after its figures wrote their
// last step there. In Chromium that is too late for a reload. A frame without an origin has no such memory, and a full one takes nothing.
const place = location.pathname + location.search;
function remember(pair) {
  try {
    sessionStorage[place] = JSON.stringify(pair);
  } catch (error) {
    console.info(error);
  }
}
// Brings the last step back, where the address is one of the two.
function comeBack() {
  try {
    const pair = JSON.parse(sessionStorage[place]);
    if (pair.includes(location.hash)) history.replaceState(null, '', pair[1]);
  } catch {
    // Nothing was remembered.
  }
}
// The number of a network that another page handed to this one (js/hand.js).
let handed = '';

// Listens to the whole page: to errors that stop figures, and to links that set a figure. One script of a page calls
// it, once, even if more scripts and modules follow.
function listen() {
  // A printed page is light, its canvases are as they were drawn (figure.css).
  addEventListener('beforeprint', () => {
    const { dataset } = document.documentElement;
    dataset.drawn = dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches && 'dark');
  });
  // A page that WebKit has kept comes back, when the reader does, with fields without autocomplete at their first value.
  addEventListener('pagehide', () => {
    for (const field of document.querySelectorAll('input[autocomplete="off"]')) field.defaultValue = field.value;
  });
  // Figures that train write their last step to the address when the reader hides the page, leaves it or comes back.
  document.addEventListener('visibilitychange', () => {
    const before = location.hash;
    figures().forEach((element) => element.dispatchEvent(new Event('leave')));
    remember([before, handed ? `#handed=${handed}&${location.hash.slice(1)}` : location.hash]);
  });
  if (performance.getEntriesByType('navigation')[0]?.type === 'reload') comeBack();
  // What few readers need is a script of its own: a figure asks for it by name, with what it is called with.
  addEventListener('redes-call', ({ target, detail: [name, value] }) => {
    import(`./${name}.js`).then((script) => script.default(target, value, compile), (error) => {
      console.error(error);
      target.append(notice(incomplete[languageOf(target)]));
    });
  });
  if (location.hash.startsWith('#handed')) import('./hand.js').then((hand) => hand.receive((id) => { handed = id; }));
  addEventListener('error', ({ error }) => stop(error));
  addEventListener('unhandledrejection', ({ reason }) => stop(reason));
  // A link such as #circles.noise=0.2 sets the figure that it names. Figures change the address without this event.
  addEventListener('hashchange', () => {
    const pairs = location.hash.slice(1).split(/&(?:amp;)*/);
    for (const element of figures()) {
      const own = `${prefix(element)}.`;
      if (pairs.some((pair) => pair.startsWith(own))) element.restart?.();
    }
  });
}

async function start() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(simd)) return everyFigure('old');
  if (taken.size === own.length) listen();
  const failed = (await Promise.allSettled(own.map(begin))).filter(({ status }) => status === 'rejected');
  failed.forEach(({ reason }) => console.error(reason));
  if (!failed.length) return;
  const full = failed.some(({ reason }) => reason instanceof RangeError);
  const why = full ? 'memory' : await forbidden() ? 'policy' : 'load';
  figures().filter(({ localName }) => !customElements.get(localName)).forEach((element) => say(element, why));
}

if (own.length) start();
