// Figures beside the text: a link or a number in a sentence sets a figure of the page, and the reader keeps the sentence in sight.
// The figure stays in its place in the document; it is only drawn elsewhere, beside the text or at the foot of a narrow window.
{
  const here = document.currentScript;
  const parts = () => [...document.querySelectorAll('main .figure')];
  const bar = document.createElement('div');
  bar.className = 'dock-bar';
  const button = (text, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'button';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  };
  const title = document.createElement('span');
  const home = button(here.dataset.place, () => {
    const figure = docked;
    leave();
    figure.scrollIntoView({ block: 'start' });
  });
  const close = button('×', () => leave());
  close.setAttribute('aria-label', here.dataset.close);
  bar.append(title, home, close);

  let docked;
  let link;
  // Whether the reader sees the figure's picture without scrolling, or its larger part.
  const seen = (figure) => {
    const { top, bottom, height } = figure.firstElementChild.getBoundingClientRect();
    return Math.min(bottom, innerHeight) - Math.max(top, 0) > Math.min(height, innerHeight) * 0.6;
  };
  // The text may move when the figure comes or goes; the sentence stays where the reader reads it.
  const still = (change, at = link) => {
    const before = at.getBoundingClientRect().top;
    change();
    const { top, bottom } = at.getBoundingClientRect();
    const end = docked ? bar.getBoundingClientRect() : undefined;
    const covered = end && end.left === 0 ? Math.max(0, bottom - top + before + 16 - end.top) : 0;
    scrollBy({ top: top - before + covered, behavior: 'instant' });
  };
  function leave() {
    if (!docked) return;
    const figure = docked;
    const focused = figure.contains(document.activeElement);
    still(() => {
      docked = undefined;
      watch.disconnect();
      delete document.body.dataset.docked;
      delete figure.dataset.docked;
      figure.style.removeProperty('min-height');
      bar.remove();
    });
    if (focused) link.focus({ preventScroll: true });
  }
  // Back in its place as soon as the reader comes there, having been away from it.
  let away;
  const watch = new IntersectionObserver((entries) => {
    const there = entries.some(({ isIntersecting }) => isIntersecting);
    if (there && away) leave();
    away ||= !there;
  }, { rootMargin: '-25% 0px' });
  // The figure's picture comes before its settings, where it would not be seen whole.
  const show = (element) => {
    const picture = [...element.querySelectorAll('canvas, svg')].find(({ clientHeight }) => clientHeight > 120);
    if (!picture) return;
    const below = picture.getBoundingClientRect().bottom - element.getBoundingClientRect().bottom;
    const above = picture.getBoundingClientRect().top - bar.getBoundingClientRect().bottom - 8;
    if (below > 0 && above > 0) element.scrollTop += Math.min(below + 16, above);
  };

  // Brings a figure to the reader of a sentence, unless it is in sight.
  const bring = (name, at) => {
    const figure = parts().find((figure) => figure.firstElementChild.localName === `redes-${name}`);
    if (!figure) return;
    if (docked && docked !== figure) leave();
    link = at;
    if (docked || seen(figure)) return;
    still(() => {
      docked = figure;
      figure.style.minHeight = `${figure.getBoundingClientRect().height}px`;
      title.textContent = figure.querySelector('figcaption .number')?.textContent ?? '';
      figure.firstElementChild.after(bar);
      figure.dataset.docked = '';
      document.body.dataset.docked = '';
    });
    away = false;
    watch.observe(figure);
    // Once js/main.js has set the figure and it has drawn.
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => docked === figure && show(figure.firstElementChild))));
  };
  document.addEventListener('click', (event) => {
    const asked = event.target instanceof Element && event.target.closest('a[data-figure]');
    if (!asked || asked.pathname !== location.pathname || event.ctrlKey || event.metaKey || event.shiftKey) return;
    bring(asked.dataset.figure, asked);
  });
  // From js/drag.js.
  document.addEventListener('redes-show', ({ detail, target }) => bring(detail, target));
  document.addEventListener('keydown', ({ key, defaultPrevented }) => {
    if (key === 'Escape' && !defaultPrevented) leave();
  });
  addEventListener('beforeprint', leave);
}
