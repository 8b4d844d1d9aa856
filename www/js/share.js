// The dialog that shares a figure: what to copy for a course, a website, a notebook or slides, with the figure's present state.
// js/book.js loads it at first use. The texts to copy come from www/share.toml, by way of LANGUAGE/share.json.
import { classroom } from './classroom.js';
import { make } from './make.js';

const site = new URL('..', import.meta.url).href;
const spoken = document.documentElement.lang;
// How wide the preview's frame is: a phone, and a course's column on a desktop.
const widths = { phone: 360, desktop: 800 };

// A template with its slots filled, as crates/book/src/share.rs does it.
const filters = {
  html: (text) => text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]),
  site: (text) => text.split('embed/')[0],
  string: (text) => text.replace(/[\\"]/g, '\\$&'),
};
export const fill = (template, slots) => template.replace(
  /\[\[([a-z]+)((?:\|[a-z]+)*)\]\]/g,
  (_, name, rest) => rest.split('|').slice(1).reduce((text, filter) => filters[filter](text), String(slots[name])),
);

// A value as crates/shell/src/link.rs writes it: an address from the browser's bar may hold other characters.
export function encoded(value) {
  let plain = value;
  try {
    plain = decodeURIComponent(value);
  } catch { /* a malformed one stays as it is */ }
  return encodeURIComponent(plain).replace(/%2C/g, ',').replace(/[_~!*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

// The prefix of a figure's keys: the second circles on a page is circles-2, as in js/main.js.
function prefix(element) {
  const before = [...document.querySelectorAll(element.localName)].indexOf(element);
  return element.localName.slice('redes-'.length) + (before > 0 ? `-${before + 1}` : '');
}

// The entries that restore a figure: its own after the first change, before that the address's.
function entries(element) {
  const asked = element.dataset.hash ?? location.hash.slice(1);
  const own = `${prefix(element)}.`;
  return asked.split(/&(?:amp;)*/).filter((pair) => pair.startsWith(own)).map((pair) => {
    const [key, ...value] = pair.split('=');
    return value.length ? `${key}=${encoded(value.join('='))}` : key;
  });
}

// The table of the page's language, and whether the host lets a sandboxed frame read the site's files.
async function load() {
  const sheet = make('link', { rel: 'stylesheet', href: `${site}js/share.css` });
  const styled = new Promise((resolve) => { sheet.onload = sheet.onerror = resolve; });
  document.head.append(sheet);
  const response = await fetch(`${site}${spoken}/share.json`);
  if (!response.ok) throw new Error(`share.json: HTTP ${response.status}`);
  await styled;
  return { ...await response.json(), open: response.headers.get('access-control-allow-origin') === '*' };
}

let table;
let dialog;
// Shows the dialog for a button's figure. What could not be loaded is tried again at the next click.
export async function open(button) {
  table ??= load();
  try {
    const loaded = await table;
    dialog ??= build(loaded);
  } catch (error) {
    table = undefined;
    throw error;
  }
  dialog.show(button);
}

function build({ words, groups, languages, figures, open: isOpen }) {
  const kinds = groups.flatMap(({ snippets }) => snippets);
  const choice = (pairs, chosen) => {
    const select = make('select', {}, ...pairs.map(([value, text]) => make('option', { value, textContent: text })));
    select.value = chosen;
    return select;
  };
  const field = (text, input) => make('label', {}, make('span', { textContent: text }), input);
  const kind = make('select', {}, ...groups.map(({ name, snippets }) => make(
    'optgroup', { label: name }, ...snippets.map(({ id, name: text }) => make('option', { value: id, textContent: text })),
  )));
  const language = choice(Object.entries(languages), spoken);
  const theme = choice([['', words.system], ['light', words.light], ['dark', words.dark]], '');
  const height = make('input', { type: 'number', min: 100, max: 5000, step: 1, inputMode: 'numeric' });
  const [forLanguage, forTheme, forHeight] = [field(words.language, language), field(words.theme, theme), field(words.height, height)];
  const parts = make('div', { className: 'share-parts' });
  const warning = make('p', { className: 'share-note share-warning', hidden: true });
  const note = make('p', { className: 'share-note' });
  const status = make('p', { className: 'share-status', role: 'status' });
  const stage = make('div', { className: 'share-stage' });
  // What the class gets of the figure. The frame of the preview names its parts.
  const room = classroom({ words, field, changed: () => write() });
  const width = make('div', { className: 'share-widths', role: 'group' });
  width.setAttribute('aria-label', words.preview);
  const measured = make('p', { className: 'share-note' });
  const heading = make('h2', { id: 'share-heading' });
  const close = make('button', { type: 'button', className: 'share-close', textContent: '×' });
  close.setAttribute('aria-label', words.close);
  const box = make(
    'dialog', { className: 'share-dialog' },
    make('div', { className: 'share-head' }, heading, close),
    make(
      'div', { className: 'share-body' },
      make(
        'div', {},
        field(words.kind, kind),
        make('div', { className: 'share-choices' }, forLanguage, forTheme, forHeight),
        room.box, warning, parts, status, note,
        make('p', { className: 'share-note' }, make('a', { href: `${site}${spoken}/teachers.html#survives`, textContent: words.help })),
      ),
      make('section', { className: 'share-preview' }, make('h3', { textContent: words.preview }), width, stage, measured),
    ),
  );
  box.setAttribute('aria-labelledby', heading.id);
  document.body.append(box);
  // A link to a part of this page would lead behind the dialog.
  box.addEventListener('click', ({ target }) => {
    if (target.closest('a')?.href.split('#')[0] === location.href.split('#')[0]) box.close();
  });

  // The figure that is shared, the state that it had when the dialog opened, and its own height there.
  let now;
  let view = 'desktop';
  // Whether the reader has set the height.
  let ownHeight = false;
  // Whether the height follows the preview's, which is as wide as the frame will be.
  let guessed = false;
  const follow = () => { guessed = !ownHeight && !kinds.find(({ id }) => id === kind.value).height; };
  let frame;
  let shown = '';
  // The height of the whole figure in the preview, once it has said so.
  let needs = 0;

  const chosenHeight = () => Math.min(5000, Math.max(100, Math.round(height.value) || 700));
  const address = () => {
    const { figure, own } = now;
    const { page, query, begins } = room.chosen(figure);
    const state = begins ? '' : own.map((pair) => pair.replace(/^[^.]*/, figure)).join('&');
    return `${site}embed/${page}.html?lang=${language.value}${theme.value && `&theme=${theme.value}`}${query}${state && `#${state}`}`;
  };
  const slots = () => {
    const { figure, own } = now;
    const { page, titles } = figures[figure];
    return {
      address: address(),
      link: `${site}${language.value}/${page}.html#${own.join('&') || `fig-${figure}`}`,
      picture: `${site}stills/${language.value}/${figure}.svg`,
      title: `${titles[language.value]} · Redes`,
      height: chosenHeight(),
      sandbox: isOpen ? 'allow-scripts' : 'allow-scripts allow-same-origin',
    };
  };

  const scale = () => {
    const outer = frame?.parentElement;
    if (!outer) return;
    const by = Math.min(1, (stage.clientWidth - 2) / widths[view]);
    const tall = chosenHeight();
    frame.style.cssText = `width: ${widths[view]}px; height: ${tall}px; transform: scale(${by})`;
    outer.style.cssText = `width: ${widths[view] * by}px; height: ${tall * by}px`;
  };
  const key = ({ preview: what }, filled) => `${what} ${view} ${what === 'frame' ? filled.address : filled.link}`;
  // A new frame each time: an address set on the old one would be an entry in the history.
  const preview = ({ preview: what }, filled) => {
    width.hidden = what !== 'frame';
    box.querySelector('.share-preview').hidden = what === 'none';
    const wanted = key({ preview: what }, filled);
    if (wanted === shown) return scale();
    shown = wanted;
    needs = 0;
    room.refuse();
    frame = undefined;
    const { link, picture, title } = filled;
    if (what === 'link') stage.replaceChildren(make('a', { href: link, textContent: title }));
    if (what === 'picture') stage.replaceChildren(make('a', { href: link }, make('img', { src: picture, alt: title })));
    if (what === 'none') stage.replaceChildren();
    if (what !== 'frame') return;
    // Of this site itself the frame may be: it works on every host, and reads nothing that the page could not.
    frame = make('iframe', { src: filled.address, title: `${words.preview}: ${title}`, allow: 'clipboard-write' });
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
    stage.replaceChildren(make('div', {}, frame));
    scale();
  };
  addEventListener('resize', scale);
  // The reader sets the figure in the preview: the code follows, and the preview stays.
  function take(state) {
    const own = state.split('&').filter(Boolean).map((pair) => pair.replace(/^[^.]*/, now.prefix));
    if (room.chosen(now.figure).begins || own.join() === now.own.join()) return;
    now.own = own;
    shown = key(kinds.find(({ id }) => id === kind.value), slots());
    write();
  }
  addEventListener('message', ({ source, data }) => {
    if (!frame || source !== frame.contentWindow) return;
    if (data?.redes === 1 && data.event === 'ready') room.offer(frame.contentDocument, data);
    if (data?.redes === 1 && data.event === 'error') room.refuse(data);
    if (data?.redes === 1 && data.event === 'state') take(data.state);
    if (data?.subject !== 'redes:resize') return;
    needs = data.height;
    if (guessed) now.height = height.value = needs;
    write();
  });
  // Says how high the whole figure is, and offers that height.
  function compare() {
    measured.replaceChildren();
    if (!needs) return;
    measured.append(words.measured.replace('{width}', widths[view]).replace('{n}', needs), ' ');
    if (forHeight.hidden || Math.abs(needs - chosenHeight()) <= 8) return;
    const adopt = make('button', { type: 'button', className: 'share-link', textContent: words.adopt });
    adopt.addEventListener('click', () => {
      height.value = needs;
      ownHeight = true;
      write();
      height.focus();
    });
    measured.append(adopt);
  }

  async function copy(code) {
    guessed = false;
    try {
      await navigator.clipboard.writeText(code.textContent);
      status.textContent = words.copied;
    } catch {
      getSelection().selectAllChildren(code);
      status.textContent = words.failed;
    }
  }
  // The places of a snippet's parts, each with its button.
  let drawn;
  function draw(chosen) {
    status.textContent = '';
    parts.replaceChildren(...chosen.parts.map(({ place }) => {
      const code = make('code', { translate: false });
      const button = make('button', { type: 'button', className: 'button', textContent: words.copy });
      button.addEventListener('click', () => copy(code));
      const pre = make('pre', { tabIndex: 0 }, code);
      pre.setAttribute('aria-label', place ?? words.code);
      pre.setAttribute('role', 'region');
      return make('div', { className: 'share-part' }, make('div', {}, make('span', { textContent: place ?? words.code }), button), pre);
    }));
    if (chosen.page) parts.append(make('p', {}, make('a', { href: `${site}${spoken}/${chosen.page}`, textContent: words.go })));
  }
  // Writes what is to be copied, and its preview.
  function write() {
    const chosen = kinds.find(({ id }) => id === kind.value);
    const uses = (slot) => chosen.parts.some(({ template }) => template.includes(`[[${slot}`));
    forLanguage.hidden = !chosen.parts.length;
    forTheme.hidden = !uses('address');
    forHeight.hidden = !uses('height');
    const filled = slots();
    // The buttons of the same snippet stay: one of them may have the focus.
    if (drawn !== chosen) {
      drawn = chosen;
      draw(chosen);
    }
    parts.querySelectorAll('code').forEach((code, place) => {
      const text = fill(chosen.parts[place].template, filled);
      if (code.textContent === text) return;
      code.textContent = text;
      status.textContent = '';
    });
    note.replaceChildren([chosen.note, chosen.untested && words.untested].filter(Boolean).join(' '));
    room.box.hidden = !uses('address') || chosen.preview !== 'frame';
    warning.hidden = isOpen || !(uses('sandbox') || ['address', 'element'].includes(chosen.id));
    const said = uses('sandbox') ? words.opened : words.closed;
    warning.replaceChildren(said, make('a', { href: `${site}${spoken}/teachers.html#sandbox`, textContent: words.remedy }), '.');
    preview(chosen, filled);
    compare();
  }

  kind.addEventListener('change', () => {
    const { height: proposed } = kinds.find(({ id }) => id === kind.value);
    follow();
    if (!ownHeight) height.value = proposed ?? now.height;
    write();
  });
  for (const select of [language, theme]) select.addEventListener('change', write);
  height.addEventListener('input', () => {
    ownHeight = true;
    guessed = false;
    write();
  });
  // What is out of range is corrected where it was written, too.
  height.addEventListener('change', () => { height.value = chosenHeight(); });
  for (const name of Object.keys(widths)) {
    const button = make('button', { type: 'button', textContent: `${words[name]} (${widths[name]} px)` });
    button.setAttribute('aria-pressed', name === view);
    button.addEventListener('click', () => {
      view = name;
      follow();
      for (const one of width.children) one.setAttribute('aria-pressed', one === button);
      write();
    });
    width.append(button);
  }
  close.addEventListener('click', () => box.close());
  // A click beside the dialog closes it.
  box.addEventListener('click', ({ target, clientX, clientY }) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    if (target === box && (clientX < left || clientX > right || clientY < top || clientY > bottom)) box.close();
  });
  box.addEventListener('keydown', (event) => {
    // Escape closes the dialog alone, not what js/dock.js shows.
    if (event.key === 'Escape') event.stopPropagation();
  });
  box.addEventListener('close', () => {
    // The frame stops computing.
    stage.replaceChildren();
    frame = undefined;
    shown = '';
    now.button.focus();
  });

  return {
    show(button) {
      const figure = button.dataset.share;
      const element = button.closest('figure')?.querySelector(`redes-${figure}`);
      const tall = element?.getBoundingClientRect().height;
      now = { button, figure, prefix: element ? prefix(element) : figure, own: element ? entries(element) : [], height: Math.ceil((tall || 684) + 16) };
      room.begin(figures[figure].exercises);
      ownHeight = false;
      if (!element && kind.value === 'link') kind.value = 'html';
      const { height: proposed } = kinds.find(({ id }) => id === kind.value);
      follow();
      height.value = proposed ?? now.height;
      heading.textContent = `${words.heading}: ${figures[figure].titles[spoken]}`;
      status.textContent = '';
      write();
      box.showModal();
      scale();
      kind.focus();
    },
  };
}
