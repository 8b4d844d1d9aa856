// The page's behaviour apart from the figures: tips, copying, the place in the contents, links into figures from other pages, updates.
{
  const script = document.currentScript;
  const root = new URL(script.dataset.root, document.baseURI);
  const site = new URL(root.pathname, location.origin).href;

  // What keeps the figures from running is said by js/main.js, if that runs; and a page of an older release has no styles.
  addEventListener('load', () => {
    if (document.querySelector('script[src*="main.js?"]') && !document[Symbol.for('redes')]) import(`${site}js/absent.js`).catch(() => {});
    // A sandboxed frame and a page from a disk may not read their styles.
    if (origin !== 'null' && [...document.querySelectorAll('link[rel=stylesheet]')].some(({ sheet }) => !sheet?.cssRules.length)) import(`${site}js/stale.js`).catch(() => {});
  });

  // Terms: Escape closes a tip. Without a pointer that hovers, the first tap opens the tip and the second follows the link.
  for (const term of document.querySelectorAll('.term')) {
    const [link, tip] = [term.querySelector('a'), term.querySelector('.tip')];
    const place = () => {
      delete term.dataset.closed;
      tip.toggleAttribute('data-right', link.getBoundingClientRect().left > document.documentElement.clientWidth / 2);
    };
    term.addEventListener('pointerenter', place);
    term.addEventListener('focusin', place);
    term.addEventListener('keydown', ({ key }) => { if (key === 'Escape') term.dataset.closed = ''; });
    let tapped = false;
    link.addEventListener('pointerdown', ({ pointerType }) => {
      tapped = pointerType === 'touch' && document.activeElement !== link;
    });
    link.addEventListener('click', (event) => {
      if (tapped) {
        event.preventDefault();
        link.focus();
      }
      tapped = false;
    });
  }
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') document.querySelectorAll('.term:hover').forEach((term) => { term.dataset.closed = ''; });
  });

  // Content wider than its column scrolls, also by keyboard.
  const wide = document.querySelectorAll('.scroll, .table');
  const reach = () => wide.forEach((box) => {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  });
  reach();
  addEventListener('resize', reach);
  document.fonts?.ready.then(reach);

  // Copying a listing. A screen reader gets the word from a line of its own: a button's new text is not announced. The line comes
  // with the first copy, since an empty one is read too, and its words a moment later, since a new line's are not announced.
  let line;
  function announce(text) {
    if (!line) {
      line = Object.assign(document.createElement('p'), { className: 'visually-hidden' });
      line.setAttribute('role', 'status');
      document.body.append(line);
    }
    setTimeout(() => { line.textContent = text; }, 100);
  }
  for (const button of document.querySelectorAll('[data-copy]')) {
    const code = button.previousElementSibling.querySelector('code');
    const name = button.textContent;
    let timer;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = '✓';
        announce(button.dataset.copy);
        clearTimeout(timer);
        timer = setTimeout(() => {
          button.textContent = name;
          line.textContent = '';
        }, 1500);
      } catch {
        getSelection().selectAllChildren(button.previousElementSibling);
      }
    });
  }

  // The dialog that shares a figure arrives when a reader first asks for it.
  for (const button of document.querySelectorAll('[data-share]')) {
    button.addEventListener('click', async () => {
      try {
        const { open } = await import(`${site}js/share.js`);
        await open(button);
      } catch (error) {
        console.error(error);
        const note = document.createElement('span');
        note.setAttribute('role', 'status');
        button.after(note);
        note.textContent = ` ${button.dataset.failed} ${site}embed/${button.dataset.share}.html`;
      }
    });
  }
  // On the page for teachers, the gallery's frames have the address at which the reader opened the page.
  for (const code of document.querySelectorAll('[data-frame]')) {
    code.textContent = code.textContent.replace('https://…/', site);
  }

  // A page that is opened at a state of a figure, such as #circles.noise=0.2, begins there; js/main.js sets the figure. On the
  // same page js/dock.js brings the figure to the reader.
  if (performance.getEntriesByType('navigation')[0]?.type === 'navigate') {
    const [, figure, place = 1] = /^#([a-z\d]+)(?:-(\d+))?\./.exec(location.hash) ?? [];
    const element = figure && document.querySelectorAll(`redes-${figure}`)[place - 1];
    (element?.closest('figure') ?? element)?.scrollIntoView({ block: 'start' });
  }

  // Marks the current section in the table of contents.
  const toc = document.querySelector('.toc');
  if (toc) {
    const details = toc.querySelector('details');
    const where = toc.querySelector('.where');
    const usual = where.textContent;
    const links = [...toc.querySelectorAll('a')];
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;
    const follow = () => {
      waiting = false;
      let here = -1;
      headings.forEach((heading, index) => {
        if (heading.getBoundingClientRect().top < innerHeight / 3) here = index;
      });
      links.forEach((link, index) => {
        if (index === here) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
      const text = here < 0 ? usual : links[here].textContent;
      if (where.textContent !== text) where.textContent = text;
    };
    addEventListener('scroll', () => {
      if (!waiting) requestAnimationFrame(follow);
      waiting = true;
    }, { passive: true });
    follow();
    const shut = () => { details.open = false; };
    toc.addEventListener('click', ({ target }) => { if (target.closest('a')) shut(); });
    toc.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && details.open) {
        shut();
        details.querySelector('summary').focus();
      }
    });
    document.addEventListener('pointerdown', ({ target }) => { if (!toc.contains(target)) shut(); });
  }

  // Printing shows the answers.
  addEventListener('beforeprint', () => document.querySelectorAll('details:is(.answer, .more)').forEach((fold) => { fold.open = true; }));

  // Visited pages are stored for reading offline; a new version waits until the reader accepts it.
  if ('worker' in script.dataset && 'serviceWorker' in navigator) {
    const note = document.querySelector('.update');
    const offer = (worker) => {
      const button = (text, act) => {
        const made = document.createElement('button');
        made.type = 'button';
        made.className = 'button';
        made.textContent = text;
        made.addEventListener('click', act);
        return made;
      };
      const hide = () => { note.hidden = true; };
      note.hidden = false;
      note.replaceChildren(
        note.dataset.update,
        button(note.dataset.now, () => worker.postMessage('now')),
        button(note.dataset.later, hide),
      );
    };
    const watch = (registration) => {
      if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
      registration.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker?.addEventListener('statechange', () => {
          if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
        });
      });
    };
    let reloads = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (reloads) location.reload();
      reloads = true;
    });
    // On a disk or in a private window this fails; the book works without it.
    addEventListener('load', () => navigator.serviceWorker.register(new URL('sw.js', site)).then(watch, () => {}));
    // Files that this page loaded before the worker was active are stored too.
    navigator.serviceWorker.ready.then(({ active }) => {
      const keep = (addresses) => active.postMessage({ keep: addresses });
      keep([location.href.split('#')[0]]);
      new PerformanceObserver((list) => keep(list.getEntries().map(({ name }) => name))).observe({ type: 'resource', buffered: true });
    });
  }
}
