// Starts Redes: checks the browser, compiles the module once, and hands each custom element to Rust.
// The module's glue is named by this script's address in the page: main.js?glue=NAME.js. What the service worker has kept
// comes back under the address by which another page asked for it, so import.meta.url tells only where a page has several.
const root = new URL('..', import.meta.url).href;
const glueOf = (address) => new URL(address).searchParams.get('glue');
const bare = (address) => address.split('?')[0];
const tags = [...document.scripts].filter(({ src }) => bare(src) === bare(import.meta.url) && glueOf(src));
const glueUrl = new URL(glueOf(tags.length === 1 ? tags[0].src : import.meta.url), root).href;
const wasmUrl = glueUrl.replace(/\.js$/, '_bg.wasm');
const workerUrl = new URL('worker.js', import.meta.url).href;
const figures = () => [...document.querySelectorAll('*')].filter(({ localName }) => localName.startsWith('redes-'));

// A module with one function that uses one SIMD instruction.
const simd = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

const words = {
  es: {
    old: 'Este navegador no puede ejecutar WebAssembly con SIMD, que las redes necesitan. Funciona en Chrome y Edge 91, Firefox 89, Safari 16.4 o posteriores.',
    load: 'Las figuras no se han podido cargar. Recargue la página; si vuelve a ocurrir, la copia del sitio está incompleta.',
    broken: 'Esta figura se ha detenido por un error del programa. Recargue la página: su estado sigue en la dirección.',
  },
  en: {
    old: 'This browser cannot run WebAssembly with SIMD, which the networks need. It works in Chrome and Edge 91, Firefox 89, Safari 16.4 or later.',
    load: 'The figures could not be loaded. Reload the page; if it happens again, this copy of the site is incomplete.',
    broken: 'This figure stopped because of an error in the program. Reload the page: its state is still in the address.',
  },
};

// The pictures of the figures, which say something even where nothing runs.
const stills = new Map(figures().map((element) => [element, element.querySelector('.still')]));

function say(element, key) {
  const language = element.closest('[lang]')?.lang.startsWith('en') ? 'en' : 'es';
  const note = document.createElement('p');
  note.className = 'notice bad';
  note.setAttribute('role', 'alert');
  note.textContent = words[language][key];
  element.replaceChildren(note, ...[stills.get(element)].filter(Boolean));
  element.dataset.state = 'failed';
}

const everywhere = (key) => figures().forEach((element) => say(element, key));

// Some hosts serve .wasm with another MIME type, which the streaming compiler refuses. And what was kept may be half of it,
// from a network that broke off: the last try goes past every store, the service worker's too.
async function compile(url) {
  try {
    return await WebAssembly.compileStreaming(fetch(url));
  } catch {
    const whole = async (cache) => {
      const response = await fetch(url, { cache });
      if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
      return WebAssembly.compile(await response.arrayBuffer());
    };
    return whole('default').catch(() => whole('reload'));
  }
}

async function begin() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(simd)) return everywhere('old');
  let glue;
  try {
    const [loaded, module] = await Promise.all([import(glueUrl), compile(wasmUrl)]);
    glue = loaded;
    glue.initSync({ module });
    glue.start(module, glueUrl, workerUrl, root);
  } catch (error) {
    console.error(error);
    return everywhere('load');
  }
  // A trap in the module on the page's thread leaves it unusable: say so instead of a figure that no longer moves.
  addEventListener('error', ({ error }) => error instanceof WebAssembly.RuntimeError && everywhere('broken'));
  addEventListener('unhandledrejection', ({ reason }) => reason instanceof WebAssembly.RuntimeError && everywhere('broken'));
  for (const name of glue.figures()) {
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

      // Takes its state from the address again.
      restart() {
        this.disconnectedCallback();
        this.replaceChildren();
        this.connectedCallback();
      }
    });
  }
}

// What the keys of a figure begin with: the second of a kind on the page is circles-2, as in crates/web/src/address.rs.
function prefix(element) {
  const name = element.localName.slice('redes-'.length);
  const before = [...document.querySelectorAll(element.localName)].indexOf(element);
  return before > 0 ? `${name}-${before + 1}` : name;
}

// A link such as #circles.noise=0.2 sets the figure that it names. The figures' own writing makes no such event.
addEventListener('hashchange', () => {
  const pairs = location.hash.slice(1).split('&');
  for (const element of figures()) {
    const own = `${prefix(element)}.`;
    if (pairs.some((pair) => pair.startsWith(own))) element.restart?.();
  }
});

// A figure alone starts at once. In the book the text comes first: the module follows when a figure comes near.
if (document.body.classList.contains('embed')) begin();
else {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    begin();
  }, { rootMargin: '200% 0px' });
  figures().forEach((element) => watch.observe(element));
}
