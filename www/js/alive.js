// On a figure's own page: where the figure does not start, says why, with a way out. It is no module, because modules are what
// some platforms refuse. Where scripts are refused altogether, the page's <noscript> speaks; what js/main.js finds, it says itself.
{
  const words = {
    es: {
      file: 'Esta página se ha abierto desde un disco, y desde ahí el navegador no carga el programa de la figura. Ponga la carpeta en un servidor o en su plataforma, y ábrala desde allí.',
      cors: 'Este marco no tiene origen propio (sandbox), y el servidor no deja que lea el programa de la figura. El servidor debe enviar «Access-Control-Allow-Origin: *», o el marco llevar sandbox="allow-scripts allow-same-origin".',
      type: 'El servidor envía los programas con un tipo que el navegador no ejecuta: ',
      missing: 'Falta un archivo de la figura: ',
      slow: 'La figura tarda en cargarse. Si en un minuto no aparece, recargue la página.',
      alone: 'Abrir la figura en su propia página',
    },
    en: {
      file: 'This page was opened from a disk, and from there the browser does not load the figure’s program. Put the folder on a server or into your platform, and open it there.',
      cors: 'This frame has no origin of its own (sandbox), and the server does not let it read the figure’s program. The server has to send “Access-Control-Allow-Origin: *”, or the frame needs sandbox="allow-scripts allow-same-origin".',
      type: 'The server sends programs with a type that the browser does not run: ',
      missing: 'A file of the figure is missing: ',
      slow: 'The figure takes long to load. If it does not appear within a minute, reload the page.',
      alone: 'Open the figure on its own page',
    },
  };
  const patience = 8000;
  let refused;

  const host = () => document.querySelector('main').firstElementChild;
  const runs = () => host().handle !== undefined;
  const text = (key) => (words[document.documentElement.lang] ?? words.es)[key];

  // The way out of a frame. Where its sandbox has no allow-popups, the browser opens nothing and says nothing: then the reader gets
  // the address to copy.
  function wayOut() {
    if (parent === window || location.protocol === 'file:') return [];
    const line = document.createElement('p');
    line.className = 'way-out';
    const link = document.createElement('a');
    link.href = location.href;
    link.target = '_blank';
    link.textContent = text('alone');
    link.onclick = (event) => {
      event.preventDefault();
      if (!open(link.href)) line.textContent = `${link.textContent}: ${link.href}`;
    };
    line.append(link);
    return [line];
  }

  function picture() {
    const [language, name] = [document.documentElement.lang, host().localName.slice('redes-'.length)];
    const image = Object.assign(new Image(), { className: 'still', alt: document.title, src: new URL(`../stills/${language}/${name}.svg`, location.href) });
    image.onerror = () => image.remove();
    return image;
  }

  // Whoever says why the figure does not run, the way out and the figure's picture follow.
  function complete() {
    if (host().dataset.state !== 'failed') return;
    if (!host().querySelector('a[target]')) host().append(...wayOut());
    if (!host().querySelector('img.still')) host().append(picture());
  }

  function say(key, more = '') {
    if (runs() || host().dataset.state === 'failed') return;
    const note = document.createElement('p');
    note.className = 'notice bad';
    note.setAttribute('role', 'alert');
    note.textContent = text(key) + more;
    const box = document.createElement('div');
    box.className = 'alive';
    box.append(note, ...wayOut());
    host().querySelector('.alive')?.remove();
    host().prepend(box);
    // A slow figure may still come; the others need no room for it.
    if (key !== 'slow') host().dataset.state = 'failed';
  }

  // Why a module script did not run.
  async function explain({ src }) {
    const name = new URL(src).pathname.split('/').slice(-2).join('/');
    if (location.protocol === 'file:') return say('file');
    if (origin === 'null') return say('cors');
    const response = await fetch(src).catch(() => undefined);
    const type = response?.headers.get('content-type') ?? '';
    if (response?.ok && !/(java|ecma)script/.test(type)) return say('type', `${name}, ${type}`);
    return say('missing', name);
  }

  addEventListener('error', ({ target }) => {
    if (target instanceof HTMLScriptElement && target.type === 'module') refused = target;
    if (refused && document.readyState !== 'loading') explain(refused);
  }, true);
  addEventListener('load', () => {
    // A sandboxed frame and a page from a disk may not read their styles.
    if (origin !== 'null' && [...document.querySelectorAll('link[rel=stylesheet]')].some(({ sheet }) => !sheet?.cssRules.length)) import('./stale.js').catch(() => {});
  });
  document.addEventListener('DOMContentLoaded', () => {
    if (refused) explain(refused);
    setTimeout(() => refused || say('slow'), patience);
    new MutationObserver(complete).observe(host(), { attributeFilter: ['data-state'] });
    complete();
  });
}
