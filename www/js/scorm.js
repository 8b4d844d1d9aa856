// In a package for a learning platform only: reports to the platform by SCORM 1.2 or 2004, and keeps the figure's state there.
// Runs before js/embed.js, so that the state is in the address before the figure reads it. crates/scorm writes its attributes:
// data-figure, data-version, data-state (where the figure begins) and data-goal: "train" (a training of the reader's comes to its end),
// "use" (the reader changes the figure) or "exercise" (the reader meets the goals of js/exercise.js, which have a score). Whatever the platform does, the figure works.
{
  const { figure, version, goal, state: first } = document.currentScript.dataset;
  const words = {
    es: {
      none: 'No hay conexión con la plataforma: la figura funciona, pero no se guarda ni se anota nada.',
      review: 'La plataforma muestra esta página solo para repasar: no se guarda ni se anota nada.',
      lost: 'La plataforma no ha aceptado los datos: puede que su trabajo no quede guardado.',
      long: 'El estado de la figura es demasiado largo para la plataforma. No se guarda: ',
    },
    en: {
      none: 'There is no connection to the platform: the figure works, but nothing is saved or recorded.',
      review: 'The platform shows this page for review only: nothing is saved or recorded.',
      lost: 'The platform did not accept the data: your work may not be saved.',
      long: 'The figure’s state is too long for the platform. Not saved: ',
    },
  };
  const names = version === '2004' ? {
    api: 'API_1484_11', open: 'Initialize', get: 'GetValue', set: 'SetValue', commit: 'Commit', close: 'Terminate', error: 'GetLastError',
    status: 'cmi.completion_status', score: 'cmi.score', mode: 'cmi.mode', exit: 'cmi.exit', time: 'cmi.session_time', already: '103',
  } : {
    api: 'API', open: 'LMSInitialize', get: 'LMSGetValue', set: 'LMSSetValue', commit: 'LMSCommit', close: 'LMSFinish', error: 'LMSGetLastError',
    status: 'cmi.core.lesson_status', score: 'cmi.core.score', mode: 'cmi.core.lesson_mode', exit: 'cmi.core.exit', time: 'cmi.core.session_time', already: '101',
  };
  // What SCORM 1.2 promises to keep; some platforms take more, none of them less.
  const room = 4096;
  // What stands for a state with nothing but defaults: an empty value is what a platform returns that has none.
  const plain = '-';
  const patience = 5000;
  const pause = 1000;

  let api;
  // Whether the platform takes what is set now: after the start of the session, before its end, and not for a review.
  let writes = false;
  let open = false;
  let acted = false;
  let ran = false;
  let done = false;
  // The best score so far, 0 to 100.
  let best = 0;
  let saved;
  let waiting;
  const began = performance.now();

  const parsed = new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', resolve);
  });
  // A line for the student, below the figure.
  async function say(key, more = '') {
    await parsed;
    const note = document.querySelector('.platform') ?? document.createElement('p');
    const language = document.documentElement.lang;
    note.className = 'notice platform';
    note.setAttribute('role', 'status');
    note.lang = language;
    note.textContent = (words[language] ?? words.es)[key] + more;
    document.body.append(note);
  }

  // The windows above one, up to the outermost. Reading `parent` is allowed across origins.
  function above(start) {
    const found = [];
    for (let one = start; one && !found.includes(one) && found.length < 50; one = one.parent) found.push(one);
    return found;
  }
  // The platform's object. A window of another origin throws, an element with its name is not it: the search goes on.
  function find() {
    const own = above(window);
    for (const one of [...own, ...own.flatMap(({ opener }) => above(opener))]) {
      try {
        if (typeof one[names.api][names.open] === 'function') return one[names.api];
      } catch {
        // Not here.
      }
    }
  }

  function call(name, ...values) {
    try {
      return String(api[name](...values));
    } catch {
      return 'false';
    }
  }
  const get = (key) => call(names.get, key);
  function set(key, value) {
    if (!writes) return false;
    const taken = call(names.set, key, value) === 'true';
    if (!taken) say('lost');
    return taken;
  }
  function commit() {
    if (writes && call(names.commit, '') !== 'true') say('lost');
  }

  // Reloading writes no second entry into the history. If the figure is there already, js/main.js sets it anew.
  function restore(state) {
    if (state === plain) {
      if (location.hash.length > 1) location.replace('#');
      return;
    }
    const own = state && state.split('&').every((pair) => pair.startsWith(`${figure}.`));
    if (own && location.hash !== `#${state}`) location.replace(`#${state}`);
  }

  // The state in as much space as there is: the longest parts are left out, and the student reads which.
  function fitting(state) {
    const ascii = state.replace(/[\ud800-\udfff]/gu, '').replace(/[^\x21-\x7e]/gu, encodeURIComponent);
    const pairs = ascii.split('&');
    const left = [];
    while (pairs.join('&').length > room) {
      const longest = pairs.reduce((most, pair, place) => (pair.length > pairs[most].length ? place : most), 0);
      left.push(...pairs.splice(longest, 1));
    }
    if (left.length) say('long', left.map((pair) => pair.split('=')[0]).join(', '));
    return pairs.join('&');
  }
  const element = () => document.querySelector(`redes-${figure}`);
  function save() {
    clearTimeout(waiting);
    const state = element()?.dataset.hash;
    if (!writes || state === undefined || state === saved) return;
    if (set('cmi.suspend_data', fitting(state) || plain)) saved = state;
  }

  function duration() {
    const seconds = Math.round((performance.now() - began) / 1000);
    const parts = [Math.min(Math.floor(seconds / 3600), 9999), Math.floor(seconds / 60) % 60, seconds % 60];
    if (version === '2004') return `PT${parts[0]}H${parts[1]}M${parts[2]}S`;
    return parts.map((part, place) => String(part).padStart(place ? 2 : 4, '0')).join(':');
  }

  function begin() {
    // A window that was opened again finds its session still open.
    open = call(names.open, '') === 'true' || (call(names.error) === names.already && get(names.status) !== '' && ['0', '403'].includes(call(names.error)));
    if (!open) return false;
    writes = !['review', 'browse'].includes(get(names.mode));
    const state = get('cmi.suspend_data');
    if (!acted) restore(state || first);
    if (!writes) {
      say('review');
      return true;
    }
    const status = get(names.status);
    done = ['passed', 'completed'].includes(status);
    if (goal === 'exercise') best = Number(get(`${names.score}.raw`)) || 0;
    // A platform that gets no report may count the page as completed.
    if (['not attempted', 'unknown'].includes(status)) set(names.status, 'incomplete');
    set(names.exit, 'suspend');
    commit();
    return true;
  }

  function complete() {
    if (done || !writes) return;
    done = true;
    save();
    if (!['passed', 'completed'].includes(get(names.status))) {
      // A score that is whole has passed; 2004 has a place of its own for that.
      const passed = goal === 'exercise';
      set(names.status, passed && version !== '2004' ? 'passed' : 'completed');
      if (passed && version === '2004') set('cmi.success_status', 'passed');
    }
    commit();
  }

  // The share of the goals that the reader has met at the same time, at best. A solution that was shown has no score.
  function count({ met, of, done: solved, shown }) {
    if (!acted || shown || !writes) return;
    const share = Math.round((100 * met) / of);
    if (share > best) {
      best = share;
      set(`${names.score}.min`, '0');
      set(`${names.score}.max`, '100');
      set(`${names.score}.raw`, String(share));
      if (version === '2004') set(`${names.score}.scaled`, (share / 100).toFixed(2));
      commit();
    }
    if (solved) complete();
  }

  function end() {
    if (!open) return;
    save();
    if (writes) {
      set(names.time, duration());
      commit();
    }
    open = false;
    writes = false;
    call(names.close, '');
  }

  // A training counts when the reader started it and it came to its end; a state that trains ahead by itself does not.
  function watch(host) {
    let state = host.dataset.hash;
    const look = () => {
      const { hash, phase } = host.dataset;
      ran ||= acted && phase === 'running';
      if (goal === 'train' && ran && phase === 'finished') complete();
      if (goal === 'use' && acted && state !== undefined && hash !== state) complete();
      if (hash === state) return;
      state = hash;
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        save();
        commit();
      }, pause);
    };
    new MutationObserver(look).observe(host, { attributeFilter: ['data-hash', 'data-phase'] });
    for (const kind of ['pointerdown', 'keydown', 'input', 'click']) {
      host.addEventListener(kind, ({ isTrusted }) => {
        if (!isTrusted || host.handle === undefined) return;
        acted = true;
        state ??= '';
      }, true);
    }
  }

  function connect() {
    api = find();
    if (api && begin()) return;
    if (performance.now() - began > patience) say('none');
    else setTimeout(connect, pause / 4);
  }

  document.addEventListener('redes:exercise', ({ detail }) => count(detail));
  restore(first);
  connect();
  parsed.then(() => watch(element()));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || !writes) return;
    save();
    set(names.time, duration());
    commit();
  });
  addEventListener('pagehide', end);
  // The browser kept the page, but its session is over.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}
