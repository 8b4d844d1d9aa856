// Numbers in a sentence that a reader drags: the figure follows. js/dock.js brings it beside the text.
{
  const decimals = (step) => (String(step).split('.')[1] ?? '').length;
  for (const number of document.querySelectorAll('.drag')) {
    const { figure, key, also, step: text } = number.dataset;
    const step = Number(text);
    const [least, most] = [Number(number.ariaValueMin), Number(number.ariaValueMax)];
    const first = Number(number.ariaValueNow);
    const comma = number.closest('[lang]')?.lang === 'es';
    let value = first;
    let waiting = false;
    let set = NaN;

    // The figure's own keys stay as they are, and so do the other figures'.
    const apply = () => {
      waiting = false;
      const element = document.querySelector(`redes-${figure}`);
      if (!element || set === value) return;
      set = value;
      const asked = [...also.split('&'), `${key}=${value}`].filter(Boolean);
      const names = asked.map((pair) => pair.split('=')[0]);
      const here = location.hash.slice(1).split('&').filter(Boolean);
      const own = element.dataset.hash === undefined ? here : element.dataset.hash.split('&').filter(Boolean);
      const kept = [...here.filter((pair) => !pair.startsWith(`${figure}.`)), ...own.filter((pair) => pair.startsWith(`${figure}.`))];
      location.replace(`#${[...kept.filter((pair) => !names.includes(pair.split('=')[0])), ...asked].join('&')}`);
    };
    const move = (to, done) => {
      value = Number(Math.min(most, Math.max(least, least + Math.round((to - least) / step) * step)).toFixed(decimals(step)));
      number.ariaValueNow = String(value);
      const written = value.toFixed(decimals(step)).replace('-', '−');
      number.textContent = comma ? written.replace('.', ',') : written;
      // A figure that trains begins again: not at every pixel.
      if (number.dataset.trains !== undefined && !done) return;
      if (done) apply();
      else if (!waiting) requestAnimationFrame(apply);
      waiting = !done;
    };
    const show = () => number.dispatchEvent(new CustomEvent('redes-show', { bubbles: true, detail: figure }));

    let from;
    number.addEventListener('pointerdown', (event) => {
      if (event.button) return;
      from = { x: event.clientX, value };
      number.setPointerCapture(event.pointerId);
      number.focus({ preventScroll: true });
    });
    number.addEventListener('pointermove', ({ clientX }) => {
      if (from) move(from.value + Math.round((clientX - from.x) / 6) * step);
    });
    for (const kind of ['pointerup', 'pointercancel']) {
      number.addEventListener(kind, () => {
        if (!from) return;
        from = undefined;
        move(value, true);
        show();
      });
    }
    const keys = {
      ArrowUp: () => value + step,
      ArrowRight: () => value + step,
      ArrowDown: () => value - step,
      ArrowLeft: () => value - step,
      PageUp: () => value + 5 * step,
      PageDown: () => value - 5 * step,
      Home: () => least,
      End: () => most,
      Delete: () => first,
    };
    number.addEventListener('keydown', (event) => {
      const to = keys[event.key];
      if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      move(to(), true);
      show();
    });
  }
}
