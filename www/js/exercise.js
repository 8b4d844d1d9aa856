// Checks an exercise: compares the numbers in the figure's attribute data-outcome with the goals, and says which are met.
// Runs in the head of the page, before the figure reads its state from the address.
//
// Whenever a goal is met, or no longer, the document gets an event `redes:exercise` with { id, met, of, done, shown };
// js/frame.js sends it to the page around. `done` stays true once all goals were met at the same time. `shown` says that the reader
// had asked for the solution. A page that begins with the solution in its address does not show how it was found.
{
  const { id, state, solution, goals: written } = document.currentScript.dataset;
  const goals = JSON.parse(written);
  const begin = (hash) => {
    history.replaceState(null, '', `${location.pathname}${location.search}${hash && `#${hash}`}`);
  };
  if (!location.hash) begin(state);

  let shown = false;
  let done = false;
  let before = '';

  const report = (met) => {
    const detail = { id, met, of: goals.length, done, shown };
    document.dispatchEvent(new CustomEvent('redes:exercise', { detail }));
  };

  const check = (section, figure) => {
    const outcome = new Map((figure.dataset.outcome ?? '').split(' ').map((entry) => entry.split(':')));
    const met = goals.map(({ of, at_least = -Infinity, at_most = Infinity }) => {
      const number = outcome.has(of) ? Number(outcome.get(of)) : NaN;
      return number >= at_least && number <= at_most;
    });
    const key = met.join();
    if (key === before) return;
    before = key;
    for (const side of section.children) {
      side.querySelectorAll('.exercise-goals > li').forEach((line, place) => {
        line.classList.toggle('met', met[place]);
        const said = line.querySelector('.state');
        said.textContent = met[place] ? said.dataset.met : said.dataset.open;
      });
      const result = side.querySelector('.result');
      if (met.every(Boolean)) result.textContent = shown ? result.dataset.shown : result.dataset.done;
    }
    if (met.every(Boolean)) {
      done = true;
      section.classList.add('done');
    }
    report(met.filter(Boolean).length);
  };

  document.addEventListener('DOMContentLoaded', () => {
    const section = document.querySelector('.exercise');
    const figure = document.querySelector('main').firstElementChild;
    section.hidden = false;
    // The figure takes the state from the address, as when the page was opened with it.
    const open = (hash) => {
      begin(hash);
      done = false;
      before = '';
      section.classList.remove('done');
      section.querySelectorAll('.result').forEach((result) => { result.textContent = ''; });
      delete figure.dataset.outcome;
      if (figure.restart) figure.restart();
      else location.reload();
    };
    section.addEventListener('click', ({ target }) => {
      const [again, show] = ['.again', '.solution'].map((kind) => target.closest(kind));
      if (!again && !show) return;
      shown = Boolean(show);
      open(show ? solution : state);
    });
    const look = () => check(section, figure);
    new MutationObserver(look).observe(figure, { attributes: true, attributeFilter: ['data-outcome'] });
    look();
  });
}
