// What axe-core does not judge: text that is cut off or covered, a page that scrolls sideways, motion, pictures without words,
// messages in a row. Each function returns its faults as [rule, place, what is wrong].
globalThis.look = (() => {
  const place = (e) => `${e.closest('[data-ref]')?.dataset.ref ?? ''} ${e.localName}.${e.getAttribute('class') ?? ''}`.trim();
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden, [aria-hidden="true"], option, math, script, style');
  // The nearest box around that cuts off or scrolls what is outside of it, on one axis.
  const cutter = (e, axis) => {
    let box = e;
    while (box && box !== document.documentElement && getComputedStyle(box)[axis] === 'visible') box = box.parentElement;
    return box === document.documentElement ? null : box;
  };
  // Every text with its lines, as rectangles.
  const texts = () => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || !seen(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
      found.push({ words: node.data.trim().slice(0, 30), parent, lines });
    }
    return found;
  };
  const outside = (line, edge, low, high) => line[low] < edge[low] - 1 || line[high] > edge[high] + 1;

  // The letters and lines of WCAG 1.4.12.
  const space = (on) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
    document.adoptedStyleSheets = on ? [sheet] : [];
    return 0;
  };
  // Text that a box cuts off, that reaches out of its control, or that lies under other text.
  const lost = () => {
    const wrong = [];
    const all = texts();
    for (const { words, parent, lines } of all) {
      for (const [axis, low, high] of [['overflowX', 'left', 'right'], ['overflowY', 'top', 'bottom']]) {
        const box = cutter(parent, axis);
        if (!box || box.localName === 'svg' || !['hidden', 'clip'].includes(getComputedStyle(box)[axis])) continue;
        const edge = box.getBoundingClientRect();
        if (lines.some((line) => outside(line, edge, low, high))) wrong.push(['cut off', place(parent), `“${words}” by ${place(box)}`]);
      }
      const control = parent.closest('button');
      const edge = control?.getBoundingClientRect();
      if (edge && lines.some((line) => outside(line, edge, 'left', 'right') || outside(line, edge, 'top', 'bottom'))) {
        wrong.push(['out of its control', place(control), `“${words}”`]);
      }
    }
    // What a box has scrolled away covers nothing, and the contents stay above the text.
    const shown = ({ words, parent, lines }) => {
      const view = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
      for (const axis of ['overflowX', 'overflowY']) {
        const edge = cutter(parent, axis)?.getBoundingClientRect() ?? view;
        for (const side of ['left', 'top']) view[side] = Math.max(view[side], edge[side]);
        for (const side of ['right', 'bottom']) view[side] = Math.min(view[side], edge[side]);
      }
      return lines.map(({ left, right, top, bottom }) => ({
        words, parent, left: Math.max(left, view.left), right: Math.min(right, view.right), top: Math.max(top, view.top), bottom: Math.min(bottom, view.bottom),
      })).filter((line) => line.right > line.left && line.bottom > line.top);
    };
    const lines = all.filter(({ parent }) => !parent.closest('svg, .toc')).flatMap(shown).sort((a, b) => a.top - b.top);
    lines.forEach((one, at) => {
      for (let next = at + 1; next < lines.length && lines[next].top < one.bottom; next++) {
        const other = lines[next];
        if (one.parent.contains(other.parent) || other.parent.contains(one.parent)) continue;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - other.top;
        // Lines overlap by what a font reserves above and below its letters.
        if (across > 2 && down > 0.35 * Math.min(one.bottom - one.top, other.bottom - other.top)) {
          wrong.push(['covered', place(one.parent), `“${one.words}” and “${other.words}” of ${place(other.parent)}`]);
        }
      }
    });
    return wrong;
  };
  // What makes the page scroll sideways.
  const wide = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.querySelectorAll('body *')].filter((e) => !cutter(e.parentElement, 'overflowX') && e.getBoundingClientRect().right > clientWidth + 1);
    return [['wider than the window', out.slice(0, 3).map(place).join(', '), `${scrollWidth} of ${clientWidth}`]];
  };
  // Motion that nobody asked for.
  const moving = () => document.getAnimations()
    .filter((one) => one.playState === 'running' && one.effect.getComputedTiming().activeDuration > 1)
    .map((one) => ['moves', place(one.effect.target), one.animationName ?? one.transitionProperty ?? '']);
  // Pictures that a screen reader can neither name nor skip.
  const unnamed = () => {
    const pictures = [...document.querySelectorAll('canvas, svg')].filter((e) => e.checkVisibility() && !e.closest('[aria-hidden="true"], button, a, [role=button]') && !e.parentElement.closest('svg'));
    return pictures.filter((e) => !['img', 'group', 'application'].includes(e.getAttribute('role')) || !(e.ariaLabel || e.getAttribute('aria-labelledby')))
      .map((e) => ['a picture without a name', place(e), `role ${e.getAttribute('role')}`]);
  };
  // All that says without a picture what a figure shows: its messages, its tables and lists of numbers, its pictures' descriptions.
  const message = () => {
    const words = [...document.querySelectorAll('main :is([role=status], output, table, dl, ol)')].filter((e) => e.checkVisibility()).map((e) => e.innerText);
    const names = [...document.querySelectorAll('main :is(canvas, svg)[aria-label]')].filter((e) => e.checkVisibility()).map((e) => e.ariaLabel);
    return [...words, ...names].join(' ').trim();
  };

  // The messages that a screen reader gets, each with its time and whether the figure trains.
  const spoken = [];
  const listen = () => {
    const live = '[role=status], [role=alert], [role=log], output, [aria-live]';
    const begin = performance.now();
    const figure = document.querySelector('main > :first-child');
    const take = (changes) => {
      const regions = new Set(changes.map(({ target }) => (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(live)));
      for (const region of regions) {
        if (!region || region.getAttribute('aria-live') === 'off' || !region.checkVisibility() || !region.textContent.trim()) continue;
        spoken.push({ at: performance.now() - begin, running: figure.dataset.phase === 'running', words: `${place(region)} “${region.textContent.trim().slice(0, 40)}”` });
      }
    };
    new MutationObserver(take).observe(document.body, { subtree: true, childList: true, characterData: true });
    new MutationObserver(take).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['hidden'] });
    return 0;
  };
  // Messages of a training that follow another within two seconds.
  const hasty = () => spoken.flatMap(({ at, running, words }, index) => {
    const before = spoken[index - 1];
    return running && before && at - before.at < 2000 ? [['messages in a row', words, `${Math.round(at - before.at)} ms after ${before.words}`]] : [];
  });
  const listened = () => performance.now();
  return { space, lost, wide, moving, unnamed, message, listen, hasty, listened, spoken };
})();
