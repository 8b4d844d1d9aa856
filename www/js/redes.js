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
iframe { display: block; width: 100%; height: var(--redes-height, 40rem); min-height: var(--redes-min-height, 0); border: var(--redes-border, 0); border-radius: var(--redes-radius, 0); background: var(--redes-background, transparent); color-scheme: normal; }
`;
/** The attributes that the address of the frame holds, with their names there. */
const asked = ['theme', 'preset', 'hide', 'lock', 'controls'];
const events = ['ready', 'state', 'progress', 'finished', 'error', 'exercise'];

// A frame is filled when it is within a window's height of the reader.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) target.start();
}, { rootMargin: '100% 0px' });

class Figure extends HTMLElement {
  static observedAttributes = ['lang', 'site', 'src', 'state', 'exercise', 'sandboxed', ...asked];
  #frame;
  #state = '';
  #listen = (event) => this.#receive(event);

  connectedCallback() {
    if (!this.#frame) {
      const root = this.attachShadow({ mode: 'open' });
      const sheet = document.createElement('style');
      sheet.textContent = style;
      this.#frame = document.createElement('iframe');
      this.#frame.part = 'frame';
      this.#frame.allow = 'clipboard-write';
      root.append(sheet, this.#frame);
    }
    addEventListener('message', this.#listen);
    near.observe(this);
  }

  disconnectedCallback() {
    removeEventListener('message', this.#listen);
    near.unobserve(this);
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
    if (given === '' || !/^https?:$/.test(address.protocol)) {
      const detail = { redes: 1, event: 'error', reason: 'address', text: `${any} has no address of a figure: src="…"` };
      this.dispatchEvent(new CustomEvent('redes-error', { detail, bubbles: true, composed: true }));
      return;
    }
    const language = this.closest('[lang]')?.lang.toLowerCase().startsWith('es') ? 'es' : 'en';
    if (given === undefined || this.lang) address.searchParams.set('lang', language);
    for (const name of asked) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
    const state = this.#state || this.getAttribute('state');
    if (state) address.hash = state;
    this.#frame.title = this.title || `Redes: ${page}`;
    this.#frame.toggleAttribute('sandbox', false);
    if (this.hasAttribute('sandboxed')) this.#frame.setAttribute('sandbox', 'allow-scripts');
    this.#frame.src = address;
  }

  #receive({ source, origin, data }) {
    const frame = this.#frame.contentWindow;
    if (!frame || source !== frame || data?.redes !== 1) return;
    // A sandboxed frame has no origin; the frame of an element has no other page than the site's.
    if (origin !== 'null' && origin !== new URL(this.#frame.src).origin) return;
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
