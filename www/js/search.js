// The search: builds the index of the page's language from search.json; sends nothing anywhere.
import MiniSearch from './vendor/minisearch.js';

const form = document.querySelector('[data-search]');
const [query, found, hits] = [form.querySelector('input'), form.querySelector('.found'), document.querySelector('.hits')];
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const shown = 30;

const load = fetch(form.dataset.search)
  .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`HTTP ${response.status}`))))
  .then((documents) => {
    const index = new MiniSearch({
      fields: ['title', 'page', 'text'],
      storeFields: ['title', 'page', 'text'],
      processTerm: (term) => plain(term) || null,
      searchOptions: {
        boost: { title: 4, page: 2 },
        prefix: (term) => term.length > 2,
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
        combineWith: 'AND',
      },
    });
    index.addAll(documents);
    return index;
  });

// The words around the first match, with all matches marked.
function excerpt(text, terms) {
  const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
  const hit = (word) => terms.some((term) => plain(word).startsWith(term));
  const first = Math.max(0, words.findIndex(([word]) => hit(word)));
  const [from, to] = [Math.max(0, first - 12), Math.min(words.length - 1, first + 24)];
  const line = document.createElement('p');
  if (!words.length) return line;
  let at = words[from].index;
  if (from > 0) line.append('… ');
  for (const word of words.slice(from, to + 1)) {
    line.append(text.slice(at, word.index));
    at = word.index + word[0].length;
    if (hit(word[0])) {
      const mark = document.createElement('mark');
      mark.textContent = word[0];
      line.append(mark);
    } else line.append(word[0]);
  }
  line.append(to < words.length - 1 ? ' …' : text.slice(at));
  return line;
}

function show({ id, title, page, text, terms }) {
  const [item, where, link] = ['li', 'span', 'a'].map((name) => document.createElement(name));
  link.href = id;
  link.textContent = title || page;
  where.className = 'where';
  where.textContent = title ? page : '';
  item.append(where, link, excerpt(text, terms));
  return item;
}

async function search() {
  const text = query.value.trim();
  const address = new URL(location.href);
  if (text) address.searchParams.set('q', text);
  else address.searchParams.delete('q');
  try { history.replaceState(null, '', address); } catch { /* a page without an origin: the search works without it */ }
  let index;
  try {
    index = await load;
  } catch (error) {
    console.error(error);
    found.textContent = form.dataset.failed;
    return;
  }
  if (text !== query.value.trim()) return;
  const results = text ? index.search(text) : [];
  hits.replaceChildren(...results.slice(0, shown).map(show));
  const { none, one, many } = form.dataset;
  if (!text) found.textContent = '';
  else if (!results.length) found.textContent = none;
  else found.textContent = results.length === 1 ? one : many.replace('{n}', results.length);
}

let waiting;
query.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 120);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  search();
});
query.value = new URLSearchParams(location.search).get('q') ?? '';
query.focus();
search();
