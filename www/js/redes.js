// The figures as elements on any page: <script type="module" src="…/js/redes.js"></script>, then <redes-circles></redes-circles>.
// Each element holds the figure's own page in a frame, in a shadow root: the page's styles and scripts do not reach the
// figure, nor the figure's the page. What the element sends and obeys is the contract of js/redes.d.ts, as DOM events,
// methods and properties; js/elements.d.ts has its types.

/** The names of the figures; redes-book writes them here. */
const figures = [];
/** The address of the site, with a slash at its end. An element's attribute `site` says another. */
const site = new URL('..', import.meta.url).href;

/** The element for any of them, with the address of its page, as the figures' dialog writes it. */
const any = 'redes-figure';

const style = `
:host { display: block; min-width: 0; }
:host([hidden]) { display: none; }
iframe[hidden] { display: none; }
p { margin: 0; padding: 0.75rem 1rem; font: 1rem/1.5 sans-serif; color: #1f1f1f; background: #fdf0ee; border-inline-start: 4px solid #a3230f; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: var(--redes-height, 40rem); min-height: var(--redes-min-height, 0); border: var(--redes-border, 0); border-radius: var(--redes-radius, 0); background: var(--redes-background, transparent); color-scheme: normal; }
`;
/** The attributes that the address of the frame holds, with their names there. */
const asked = ['theme', 'preset', 'hide', 'lock', 'controls'];
/** What stands in place of a figure that its address does not lead to. */
const words = {
  es: { lost: 'Aquí no hay ninguna figura: ', check: '. Compruebe el nombre de la figura o del ejercicio, y que el sitio responda.', none: 'Falta la dirección de la figura: src="…"' },
  en: { lost: 'There is no figure here: ', check: '. Check the name of the figure or of the exercise, and that the site answers.', none: 'The address of the figure is missing: src="…"' },
};
/** A figure's page says its height before it has loaded. Its message may come a little later than the frame's `load`. */
const patience = 3000;
const events = ['ready', 'state', 'progress', 'finished', 'error', 'exercise'];

// A frame is filled when it is within a window's height of the reader.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) target.start();
}, { rootMargin: '100% 0px' });

class Figure extends HTMLElement {
  static observedAttributes = ['lang', 'site', 'src', 'state', 'exercise', 'sandboxed', ...asked];
  #frame;
  #state = '';
  #note;
  #found = false;
  #waiting;
  #listen = (event) => this.#receive(event);

  connectedCallback() {
    if (!this.#frame) {
      const root = this.attachShadow({ mode: 'open' });
      const sheet = document.createElement('style');
      sheet.textContent = style;
      this.#frame = document.createElement('iframe');
      this.#frame.part = 'frame';
      this.#frame.allow = 'clipboard-write';
      this.#frame.addEventListener('load', () => this.#wait());
      root.append(sheet, this.#frame);
    }
    addEventListener('message', this.#listen);
    near.observe(this);
  }

  disconnectedCallback() {
    removeEventListener('message', this.#listen);
    near.unobserve(this);
    clearTimeout(this.#waiting);
    // A frame that leaves the document is emptied; the state goes on where the figure was.
    this.#frame.removeAttribute('src');
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#frame?.src) return;
    if (name === 'state') this.state = after ?? '';
    else this.start();
  }

  /** Fills the frame. Called when the reader comes near. */
  start() {
    near.unobserve(this);
    const given = this.localName === any ? this.getAttribute('src') ?? '' : undefined;
    const exercise = this.getAttribute('exercise');
    const page = exercise ? `exercise-${exercise}` : this.localName.slice('redes-'.length);
    const address = given === undefined
      ? new URL(`embed/${encodeURIComponent(page)}.html`, this.getAttribute('site') ?? site)
      : new URL(given, document.baseURI);
    const language = this.#language();
    if (given === '' || !/^https?:$/.test(address.protocol)) return this.#lose(words[language].none, `${any} has no address of a figure: src="…"`);
    this.#reset();
    if (given === undefined || this.lang) address.searchParams.set('lang', language);
    for (const name of asked) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
    const state = this.#state || this.getAttribute('state');
    if (state) address.hash = state;
    this.#frame.title = this.title || `Redes: ${page}`;
    this.#frame.toggleAttribute('sandbox', false);
    if (this.hasAttribute('sandboxed')) this.#frame.setAttribute('sandbox', 'allow-scripts');
    this.#frame.src = address;
  }

  #language() {
    return this.closest('[lang]')?.lang.toLowerCase().startsWith('es') ? 'es' : 'en';
  }

  /** The frame has loaded a page. One that stays silent is no figure's: what a server sends for a wrong name, or nothing. */
  #wait() {
    clearTimeout(this.#waiting);
    if (!this.#frame.src || this.#found) return;
    this.#waiting = setTimeout(() => {
      const [address] = this.#frame.src.split('#');
      const { lost, check } = words[this.#language()];
      this.#lose(lost + address + check, `no figure at ${address}`);
    }, patience);
  }

  /** Says that there is no figure, above what the page itself put into the element. */
  #lose(sentence, text) {
    this.#reset();
    this.#frame.hidden = true;
    this.#note = document.createElement('div');
    const line = document.createElement('p');
    line.part = 'notice';
    line.setAttribute('role', 'alert');
    line.textContent = sentence;
    this.#note.append(line, document.createElement('slot'));
    this.#frame.before(this.#note);
    const detail = { redes: 1, event: 'error', reason: 'address', text };
    this.dispatchEvent(new CustomEvent('redes-error', { detail, bubbles: true, composed: true }));
  }

  #reset() {
    clearTimeout(this.#waiting);
    this.#note?.remove();
    this.#frame.hidden = false;
    this.#found = false;
  }

  #receive({ source, origin, data }) {
    const frame = this.#frame.contentWindow;
    if (!frame || source !== frame) return;
    // A sandboxed frame has no origin; the frame of an element has no other page than the site's.
    if (origin !== 'null' && origin !== new URL(this.#frame.src).origin) return;
    // Until it is gone, the frame's last page may still speak: the first message has its page's name (js/embed.js).
    const here = data?.subject === 'redes:resize' && data.figure === new URL(this.#frame.src).pathname.split('/').pop().replace('.html', '');
    if (!this.#found && (here || (data?.redes === 1 && data.event === 'ready'))) {
      this.#reset();
      this.#found = true;
    }
    if (data?.redes !== 1) return;
    if (Number.isFinite(data.height) && data.height > 0) this.#frame.style.height = `${Math.min(data.height, 20000)}px`;
    if (typeof data.state === 'string') this.#state = data.state;
    if (events.includes(data.event)) {
      this.dispatchEvent(new CustomEvent(`redes-${data.event}`, { detail: data, bubbles: true, composed: true }));
    }
  }

  #command(command, more = {}) {
    this.#frame?.contentWindow?.postMessage({ redes: 1, command, ...more }, '*');
  }

  play() { this.#command('play'); }
  pause() { this.#command('pause'); }
  reset() { this.#command('reset'); }
  step() { this.#command('step'); }
  get state() { return this.#state; }
  set state(state) {
    // The figure answers with the state that it takes.
    if (this.#frame?.src) this.#command('state', { state: String(state) });
    else this.#state = String(state);
  }
}

for (const name of [...figures, any.slice('redes-'.length)]) {
  // On a page of the book the figures themselves have these names.
  if (!customElements.get(`redes-${name}`)) customElements.define(`redes-${name}`, class extends Figure {});
}
