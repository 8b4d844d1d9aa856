// A figure in a frame, alone or with an exercise: what the address leaves out or fixes (?hide, ?lock, ?controls, ?preset),
// and the messages with the page around. Their contract is js/redes.d.ts. Every message has `redes: 1`: a later version that
// breaks the contract changes it.
{
  const presets = JSON.parse(document.currentScript.dataset.presets || '{}');
  // As in js/embed.js: an address that was escaped twice for HTML.
  const query = new URLSearchParams(location.search.replace(/&(?:amp;)+/g, '&'));
  const asked = (name) => query.get(name) ?? '';
  // The page is parsed when this script runs, and the figure is not mounted yet.
  const host = document.querySelector('main').firstElementChild;
  const figure = host.localName.replace('redes-', '');
  const own = `${figure}.`;
  const names = (key) => asked(key).split(',').map((name) => name.trim().replace(own, '')).filter((name) => /^[a-z][a-z\d-]*$/.test(name));
  const [left, locked] = [names('hide'), names('lock')];
  const room = 4096;
  const patience = 500;
  // So many characters of a refused value are shown.
  const shownSigns = 24;

  const find = (selector) => [...host.querySelectorAll(selector)];
  const parse = (state) => new Map(state.split('&').filter(Boolean).map((pair) => [pair.split('=')[0], pair]));
  const join = (pairs) => [...pairs.values()].join('&');
  const now = () => host.dataset.hash ?? location.hash.slice(1);
  const isState = (state) => typeof state === 'string' && state.length <= room && /^[\x21-\x7e]*$/.test(state)
    && state.split('&').every((pair) => (state === '' || (pair.startsWith(own) && pair.includes('='))));

  // The messages contain no private data, so any page may receive them.
  let height = 0;
  function send(event, more = {}) {
    if (parent === window) return;
    height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ redes: 1, event, figure, height, ...more }, '*');
  }
  // From js/embed.js; another message may have had this height already.
  document.addEventListener('redes:height', ({ detail }) => detail !== height && send('height'));
  const fail = (reason, text, more = {}) => send('error', { reason, text, ...more });

  // The figure takes a state from the address, as when it was opened with it.
  function go(state) {
    try {
      history.replaceState(null, '', `${location.pathname}${location.search}#${state}`);
    } catch {
      location.replace(`#${state}`);
    }
    // The figure writes the state in its own way, most of them at once.
    delete host.dataset.hash;
    host.restart?.();
    host.dataset.hash ??= state;
  }

  // What the figure refuses of a state, as it lists it for the reader (crates/shell/src/link.rs): KEY=VALUE (ALLOWED).
  function refused(state) {
    const list = host.querySelector('[data-ref="refused"]:not([hidden])')?.textContent ?? '';
    return [...parse(state).values()].flatMap((pair) => {
      const [name, ...rest] = pair.split('=');
      const key = name.slice(own.length);
      let value = rest.join('=');
      try {
        value = decodeURIComponent(value);
      } catch { /* a malformed one stays as it is */ }
      value = [...value].slice(0, shownSigns).join('');
      const start = ` ${key}=${value} (`;
      const at = list.indexOf(start);
      return at < 0 ? [] : [{ key, value, allowed: list.slice(at + start.length).split(')')[0] }];
    });
  }
  const failRefused = (reason, entries) => {
    for (const entry of entries) fail(reason, `${entry.key}=${entry.value}: ${entry.allowed}`, entry);
  };

  // A preset is what the address does not say itself.
  const preset = asked('preset');
  if (Object.hasOwn(presets, preset)) {
    const state = join(new Map([...parse(presets[preset]), ...parse(location.hash.slice(1))]));
    location.replace(`#${state}`);
  }
  let fixed = parse(location.hash.slice(1));

  // A part has one of the figure's names for it: a data-ref, a class, or the attribute of a group of choices.
  const parts = (name) => find(`[data-ref="${name}"], .${name}, .${figure}-${name}, [data-${name}]`);
  function whole(part) {
    const labels = part.id ? find(`label[for="${part.id}"], output[for="${part.id}"]`) : [];
    return [part.closest('.seed') ?? part.closest('.field, .speed, .choice, .segmented') ?? part, ...labels];
  }
  const controls = (name) => find(`[data-ref="${name}"], [data-ref="new-${name}"], [data-${name}]`).filter((part) => part.matches('button, input, select, textarea'));
  function arrange() {
    left.flatMap(parts).flatMap(whole).forEach((part) => part.toggleAttribute('data-left', true));
    locked.flatMap(controls).forEach((control) => { control.disabled = true; });
  }
  // Whatever changes a parameter that is fixed, a reset for instance, the figure takes it back: once for each act of the
  // reader, a script or a command. A change without one is the figure's own way of writing the value, or its refusal, and is fixed.
  let acted = false;
  function hold() {
    const state = parse(now());
    const wrong = locked.map((name) => own + name).filter((key) => state.get(key) !== fixed.get(key));
    if (!wrong.length) return;
    const [from, to] = acted ? [fixed, state] : [state, fixed];
    for (const key of wrong) {
      if (from.has(key)) to.set(key, from.get(key));
      else to.delete(key);
    }
    if (acted) {
      acted = false;
      go(join(state));
    }
  }
  for (const kind of ['pointerdown', 'keydown', 'input', 'change', 'click']) {
    host.addEventListener(kind, () => { acted = true; }, true);
  }

  const button = (name) => host.querySelector(`[data-ref="${name}"]`);
  const running = () => host.dataset.phase === 'running' || Boolean(button('play')?.querySelector('[data-icon="pause"]'));
  function press(name, wanted = true) {
    if (!button(name)) return fail('command', `${figure} has no ${name}`);
    if (!wanted) return;
    acted = true;
    button(name).click();
  }
  const commands = {
    state({ state }) {
      if (!isState(state)) return fail('command', `state: ${own}KEY=VALUE, with & between, of ${room} characters at most`);
      const before = parse(now());
      go(state);
      const wrong = refused(state);
      const taken = parse(state);
      for (const { key } of wrong) {
        if (before.has(own + key)) taken.set(own + key, before.get(own + key));
        else taken.delete(own + key);
      }
      fixed = taken;
      if (wrong.length) go(join(taken));
      failRefused('command', wrong);
    },
    play: () => press('play', !running()),
    pause: () => press('play', running()),
    reset: () => press('reset'),
    step: () => press('step'),
  };
  let early = [];
  addEventListener('message', ({ source, data }) => {
    if (parent === window || source !== parent || data?.redes !== 1 || typeof data.command !== 'string') return;
    if (!Object.hasOwn(commands, data.command)) fail('command', `the commands are ${Object.keys(commands).join(', ')}`);
    else if (!early) commands[data.command](data);
    else if (early.length < 20) early.push(data);
  });

  // The weights' fingerprint arrives after the phase, if the training has one.
  let ending;
  function finish() {
    clearTimeout(ending);
    ending = undefined;
    const { step, fingerprint } = host.dataset;
    send('finished', { step: Number(step), fingerprint });
  }
  // A figure begins at step 0: that is no progress.
  const sent = { step: '0' };
  const fresh = (key, value) => value !== undefined && value !== sent[key] && ((sent[key] = value), true);
  function follow(records) {
    const { hash, step, phase, state } = host.dataset;
    if (fresh('hash', hash)) {
      hold();
      send('state', { state: now() });
    }
    if (fresh('step', step)) send('progress', { step: Number(step) });
    const arrived = records.some(({ attributeName }) => attributeName === 'data-fingerprint');
    if (fresh('phase', phase)) {
      clearTimeout(ending);
      ending = phase === 'finished' ? setTimeout(finish, patience) : undefined;
      if (phase === 'failed') fail('training', button('status')?.textContent ?? '');
    } else if (ending !== undefined && arrived) finish();
    if (fresh('state', state) && state === 'failed') fail('figure', host.querySelector('.notice')?.textContent ?? '');
  }

  document.addEventListener('redes:exercise', ({ detail }) => send('exercise', detail));
  document.addEventListener('DOMContentLoaded', async () => {
    const level = asked('controls');
    if (['none', 'few'].includes(level)) document.documentElement.dataset.controls = level;
    new MutationObserver(follow).observe(host, { attributeFilter: ['data-hash', 'data-step', 'data-phase', 'data-fingerprint', 'data-state'] });
    // What js/alive.js has found already.
    if (host.dataset.state === 'failed') follow([]);
    await customElements.whenDefined(host.localName);
    if (host.handle === undefined) return;
    arrange();
    if (left.length || locked.length) new MutationObserver(arrange).observe(host, { childList: true, subtree: true });
    send('ready', { state: now(), presets, parts: [...new Set(find('[data-ref]').map((part) => part.dataset.ref))] });
    const unknown = [...left.filter((name) => !parts(name).length), ...locked.filter((name) => !controls(name).length)];
    if (preset && !Object.hasOwn(presets, preset)) unknown.push(preset);
    if (unknown.length) fail('address', `${figure} has no ${unknown.join(', ')}`);
    failRefused('address', refused(join(fixed)));
    const waiting = early;
    early = undefined;
    waiting.forEach((data) => commands[data.command](data));
  });
}
