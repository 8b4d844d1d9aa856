// Hands a network to a figure of another page, which main.js opens with the address #handed. It is kept in the browser's
// storage on the way, which no other site reads, and for one visit. The neurons', which the page does not train, is kept until the
// next one takes its place: a page that is loaded again in the same tab shows it again.
const words = {
  es: {
    framed: 'Desde un marco no se llega a la otra página: abra la red en el sitio, en la página de modelos.',
    none: 'La red que se abrió aquí desde otra página ya no está guardada. Ábrala otra vez desde allí.',
    refused: 'El navegador no deja guardar nada en este sitio, así que la red no puede pasar de una página a otra. Guárdela como archivo y ábralo allí.',
  },
  en: {
    framed: 'From a frame the way to the other page is closed: open the network on the site, on the page of models.',
    none: 'The network that was opened here from another page is no longer kept. Open it from there again.',
    refused: 'The browser lets this site keep nothing, so the network cannot pass from one page to the other. Save it as a file, and open that there.',
  },
};
const STORE = 'networks';

// Does something with the store; the result is that of the request which `act` returns.
function stored(act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('redes', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const base = opening.result;
      const transaction = base.transaction(STORE, 'readwrite');
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        base.close();
        resolve(request.result);
      };
      transaction.onabort = () => {
        base.close();
        reject(transaction.error);
      };
    };
  });
}

const languageOf = (element) => (element.closest('[lang]')?.lang.startsWith('en') ? 'en' : 'es');

// Keeps a network for the figure `element` and opens the page where the figure is. Returns, in words, why it cannot.
export async function give(from, page, element, network) {
  const language = languageOf(from);
  if (self !== top || document.body.classList.contains('embed')) return words[language].framed;
  try {
    await stored((store) => store.put({ id: String(Date.now()), network }, element));
  } catch (error) {
    console.info(error);
    return words[language].refused;
  }
  location.href = new URL(`../${language}/${page}.html#handed`, import.meta.url).href;
  return '';
}

// Gives a figure of this page the network that was kept for it: an event "handed" with the name and the bytes. Where the page was
// loaded again, the address names which one. `remember` takes the number of a network that such a page shows again.
export async function receive(remember) {
  const element = document.querySelector('redes-opened, redes-neurons');
  if (!element) return;
  const stays = element.localName === 'redes-neurons';
  const parts = location.hash.slice(1).split('&');
  const [first, wanted] = parts.find((part) => part.startsWith('handed')).split('=');
  // A reader who comes back, or shares the address, begins as others do.
  const others = parts.filter((part) => part && !part.startsWith(first)).join('&');
  history.replaceState(null, '', location.pathname + location.search + (others && `#${others}`));
  if (!wanted) element.scrollIntoView();
  await customElements.whenDefined(element.localName);
  const kept = await stored((store) => {
    const request = store.get(element.localName);
    if (!stays) store.delete(element.localName);
    return request;
  }).catch((error) => console.info(error));
  // Meanwhile another one may have taken its place.
  if (kept && (!wanted || kept.id === wanted)) {
    if (stays) remember(kept.id);
    element.dispatchEvent(new CustomEvent('handed', { detail: kept.network }));
    return;
  }
  const note = document.createElement('p');
  note.className = 'notice';
  note.setAttribute('role', 'status');
  note.textContent = words[languageOf(element)].none;
  element.prepend(note);
}

// A figure asks that its network be handed on: the page, the element there, the name and the bytes; and is told, by an event
// "unhanded", why it could not be.
export default async function hand(from, [page, element, ...network]) {
  const why = await give(from, page, element, network);
  if (why) from.dispatchEvent(new CustomEvent('unhanded', { detail: why }));
}
