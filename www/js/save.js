// Saves a network of a figure as a file for another program, or hands it to the page `models`. A figure calls it with the
// networks that it has (crates/shell/src/saving.rs): [name, path] of one that the site has as a file, or [name, experiment,
// setup, weights, steps] of one that it has trained. What writes files is a module of its own, which is fetched for the first;
// `compile` is that of js/main.js.
const words = {
  es: {
    title: 'Guardar una red',
    help: 'El archivo se hace en este navegador.',
    present: 'La suya lleva los pesos de este momento; para los de más tarde, pulse otra vez «Guardar una red».',
    shipped: 'Las que vienen entrenadas tienen los pesos redondeados, a 16 bits las de dígitos y a 8 las de reseñas.',
    single: 'Aquí los pesos tienen 64 bits; en el archivo tendrán 32, como en esos formatos.',
    network: 'Red',
    trained: (name) => `${name}, ya entrenada`,
    own: (name, steps) => `${name ? `${name}, la` : 'La'} suya, ${steps ? `tras ${steps} ${steps > 1 ? 'pasos' : 'paso'}` : 'sin entrenar'}`,
    form: 'Formato',
    numpy: 'Programa en NumPy',
    keras: 'Programa en Keras',
    save: 'Guardar',
    open: 'Abrirla en la página de modelos',
    cancel: 'Cancelar',
    close: 'Cerrar',
    fetching: (mb) => `Trayendo el programa que escribe redes: ${mb} MB…`,
    bringing: 'Trayendo la red…',
    writing: 'Escribiendo el archivo…',
    handing: 'Abriendo la otra página…',
    none: 'Todavía no hay ninguna red: la figura está empezando. Pulse otra vez «Guardar una red».',
    cancelled: 'No se ha guardado nada.',
    saved: (names) => `Guardada como ${names}.`,
    framed: 'Si no aparece ningún archivo, la página de alrededor no deja descargar.',
    missing: (why) => `El programa que escribe redes no ha llegado (${why}).`,
    absent: (why) => `La red no ha llegado (${why}).`,
    layer: (layer, why) => `No se ha guardado: en este formato no cabe la capa «${layer}» (${why}).`,
    finite: (name, n) => `No se ha guardado: en ${name} hay ${n} números que no son finitos, y ningún programa podría usar el archivo.`,
    other: (why) => `No se ha guardado: ${why}.`,
  },
  en: {
    title: 'Save a network',
    help: 'The file is made in this browser.',
    present: 'Yours has the weights of this moment; for later ones, press “Save a network” again.',
    shipped: 'Those that come trained have rounded weights, of 16 bits for digits and of 8 for reviews.',
    single: 'Here the weights have 64 bits; in the file they have 32, as these formats do.',
    network: 'Network',
    trained: (name) => `${name}, as trained`,
    own: (name, steps) => `${name ? `${name}, yours` : 'Yours'}, ${steps ? `after ${steps} ${steps > 1 ? 'steps' : 'step'}` : 'untrained'}`,
    form: 'Format',
    numpy: 'Program in NumPy',
    keras: 'Program in Keras',
    save: 'Save',
    open: 'Open it on the page of models',
    cancel: 'Cancel',
    close: 'Close',
    fetching: (mb) => `Fetching the program that writes networks: ${mb} MB…`,
    bringing: 'Fetching the network…',
    writing: 'Writing the file…',
    handing: 'Opening the other page…',
    none: 'There is no network yet: the figure is starting. Press “Save a network” again.',
    cancelled: 'Nothing was saved.',
    saved: (names) => `Saved as ${names}.`,
    framed: 'If no file appears, the page around does not allow downloads.',
    missing: (why) => `The program that writes networks did not arrive (${why}).`,
    absent: (why) => `The network did not arrive (${why}).`,
    layer: (layer, why) => `It was not saved: this format has no place for the layer “${layer}” (${why}).`,
    finite: (name, n) => `It was not saved: ${n} numbers in ${name} are not finite, and no program could use the file.`,
    other: (why) => `It was not saved: ${why}.`,
  },
};
// The formats, by their names in crates/workshop/src/form.rs.
const forms = ['keras', 'h5', 'weights.h5', 'safetensors', 'npz', 'onnx', 'numpy.py', 'keras.py'];
const root = new URL('..', import.meta.url);
const glue = new URL('redes-trainer-models.js', root).href;
const writer = new URL('writer.js', import.meta.url).href;
// The figure's page or a frame: a platform around has no page of models beside it.
const alone = self === top && !document.body.classList.contains('embed');

// A file is named by its name alone: what the browser says of it is in another language than the page.
const nameOf = (path) => path.split('/').at(-1);

class Refused extends Error {}

// The module that writes files, once it has come.
let compiled;

async function fetched(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

// Reads a response and says how many bytes of it have come.
async function count(response, progress) {
  let length = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    length += value.length;
    progress(length);
  }
}

// A task in a worker of its own; on the page's thread where workers are refused.
async function done(module, task, signal) {
  const answer = await new Promise((resolve, reject) => {
    // A frame without an origin may start a worker from no address but a blob's (main.js).
    const blob = () => URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(writer)})`], { type: 'text/javascript' }));
    const worker = new Worker(origin === 'null' ? blob() : writer);
    const end = (act) => (value) => {
      worker.terminate();
      act(value);
    };
    signal.addEventListener('abort', end(reject));
    worker.onmessage = end(({ data }) => resolve(data));
    worker.onerror = end(() => resolve(undefined));
    worker.postMessage({ glue, module, task });
  }).catch((error) => {
    signal.throwIfAborted();
    console.info(error);
  });
  return answer ?? here(module, task);
}

async function here(module, [name, ...parameters]) {
  const half = await import(glue);
  half.initSync({ module });
  try {
    return { files: half[name](...parameters) };
  } catch (error) {
    if (Array.isArray(error)) return { refused: error };
    throw error;
  }
}

// The files of a network in a format, each a name and its bytes.
async function written(network, form, language, signal, say, compile) {
  const text = words[language];
  if (!network) throw new Refused(text.none);
  const mb = (bytes) => (bytes / 1e6).toFixed(1);
  if (!compiled) {
    say(text.fetching(mb(0)));
    try {
      // What breaks here breaks the compiling too.
      const follow = (response) => count(response, (length) => say(text.fetching(mb(length)))).catch(() => {});
      compiled = await compile(glue, undefined, { signal, follow });
    } catch (error) {
      signal.throwIfAborted();
      console.info(error);
      throw new Refused(text.missing(nameOf(glue)));
    }
  }
  let task;
  if (network.length === 2) {
    say(text.bringing);
    const [name, path] = network;
    const file = await fetched(new URL(path, root).href, signal).catch((error) => {
      signal.throwIfAborted();
      console.info(error);
      throw new Refused(text.absent(nameOf(path)));
    });
    task = ['write_file', file, `redes-${name}`, form, language === 'es'];
  } else {
    const [, experiment, setup, weights, steps] = network;
    // The formats have numbers of 32 bits.
    task = ['write_trained', experiment, setup, Float32Array.from(weights), steps, form, language === 'es'];
  }
  say(text.writing);
  const { files, refused, failed } = await done(compiled, task, signal);
  if (files) return files;
  const [what, ...details] = refused ?? ['other', failed];
  throw new Refused(text[what](...details));
}

// Saves bytes as a file.
function keep([name, bytes]) {
  const address = URL.createObjectURL(new Blob([bytes]));
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  // The browser has begun to save by then.
  URL.revokeObjectURL(address);
  return name;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function choice(id, label, options) {
  const list = element('select', { id }, ...options.map(([value, text]) => element('option', { value, textContent: text })));
  const field = element('span', { className: 'field' }, element('label', { htmlFor: id, textContent: label }), list);
  for (const part of [field, list]) Object.assign(part.style, { minWidth: 0, maxWidth: '100%' });
  // The ring of the focus leaves the label free.
  field.style.gap = '0.6rem';
  return [list, field];
}

// Shows the choices below the button that was pressed, in place of those of an earlier press.
export default function offer(host, networks, compile) {
  const language = host.closest('[lang]')?.lang.startsWith('en') ? 'en' : 'es';
  const text = words[language];
  const button = host.querySelector('[data-ref=save-network]');
  const id = button.id;
  host.querySelector('.saving')?.remove();
  // A case of the thesis has a number; the network of a figure that has one is named by the figure alone.
  const title = ([name, , , , steps]) => (steps === undefined ? text.trained(name) : text.own(/^\d/.test(name) && name, steps));
  const [which, whichField] = choice(`${id}-network`, text.network, networks.map((network, place) => [place, title(network)]));
  // The reader's own, where there is one.
  which.value = Math.max(0, networks.findLastIndex(({ length }) => length > 2));
  const label = (form) => ({ 'numpy.py': text.numpy, 'keras.py': text.keras }[form] ?? `.${form}`);
  const [form, formField] = choice(`${id}-form`, text.form, forms.map((name) => [name, label(name)]));
  const control = (key) => element('button', { type: 'button', className: 'button', textContent: text[key] });
  const [save, open, cancel, close] = ['save', 'open', 'cancel', 'close'].map(control);
  save.classList.add('primary');
  cancel.hidden = true;
  const status = element('p', { className: 'help' });
  status.setAttribute('role', 'status');
  const shipped = networks.some(({ length }) => length === 2);
  const single = networks.some(([, , , weights]) => weights instanceof Float64Array);
  const own = networks.some(({ length }) => length > 2);
  const help = [text.help, own && text.present, shipped && text.shipped, single && text.single].filter(Boolean).join(' ');
  const panel = element(
    'section',
    { className: 'saving' },
    element('h4', { id: `${id}-title`, textContent: text.title }),
    element('p', { className: 'help', textContent: help }),
    element('div', { className: 'fields' }, whichField, formField),
    element('div', { className: 'controls' }, save, ...(alone ? [open] : []), cancel, close),
    status,
  );
  panel.setAttribute('aria-labelledby', `${id}-title`);
  Object.assign(panel.style, { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: '0.6rem', paddingBlock: '0.5rem' });
  button.parentElement.after(panel);
  form.focus();

  let running;
  const act = async (name, finish) => {
    if (running) return;
    running = new AbortController();
    const { signal } = running;
    const say = (what) => { status.textContent = what; };
    cancel.hidden = false;
    try {
      await finish(await written(networks[+which.value], name, language, signal, say, compile), say);
    } catch (error) {
      if (!(error instanceof Refused)) console.info(error);
      say(signal.aborted ? text.cancelled : error instanceof Refused ? error.message : text.other(error.message));
    }
    running = undefined;
    cancel.hidden = true;
  };
  save.onclick = () => act(form.value, (files, say) => {
    const names = files.map(keep).join(', ');
    say(alone ? text.saved(names) : `${text.saved(names)} ${text.framed}`);
  });
  open.onclick = () => act('safetensors', async ([file], say) => {
    say(text.handing);
    const { give } = await import('./hand.js');
    // The figures that read digits train with this scaling of the pixels, which no file says.
    const digits = /^(models\/digits|digits$|tuning$)/.test(networks[+which.value][1]);
    say(await give(host, 'models', 'redes-opened', digits ? [...file, 'columns'] : file));
  });
  cancel.onclick = () => {
    running?.abort();
    save.focus();
  };
  close.onclick = () => {
    running?.abort();
    panel.remove();
    button.focus();
  };
  panel.onkeydown = ({ key }) => { if (key === 'Escape') close.onclick(); };
  // After a reset the figure no longer has the network that the list names.
  const watch = new MutationObserver(() => {
    if (!panel.isConnected) watch.disconnect();
    else if (host.dataset.phase === 'idle') panel.remove();
  });
  watch.observe(host, { attributeFilter: ['data-phase'] });
}
