// Hands a network to a figure of another page, which main.js opens with the address #handed. It is kept in the browser's
// storage on the way, which no other site reads, and for one visit.
const words = {
  es: {
    framed: 'Desde un marco no se llega a la otra página: abra la red en el sitio, en la página de modelos.',
    none: 'Aquí no ha llegado ninguna red: el navegador la guarda solo hasta que se abre una vez.',
    refused: 'El navegador no deja guardar nada en este sitio, así que la red no puede pasar de una página a otra. Guárdela como archivo y ábralo allí.',
  },
  en: {
    framed: 'From a frame the way to the other page is closed: open the network on the site, on the page of models.',
    none: 'No network has arrived here: the browser keeps it only until it has been opened once.',
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
    await stored((store) => store.put(network, element));
  } catch (error) {
    console.info(error);
    return words[language].refused;
  }
  location.href = new URL(`../${language}/${page}.html#handed`, import.meta.url).href;
  return '';
}

// Gives a figure of this page the network that was kept for it: an event "handed" with the name and the bytes.
export async function receive() {
  const element = document.querySelector('redes-opened, redes-neurons');
  if (!element) return;
  // A reader who comes back, or shares the address, begins as others do.
  history.replaceState(null, '', location.pathname + location.search);
  element.scrollIntoView();
  await customElements.whenDefined(element.localName);
  const network = await stored((store) => {
    const request = store.get(element.localName);
    store.delete(element.localName);
    return request;
  }).catch((error) => console.info(error));
  if (network) {
    element.dispatchEvent(new CustomEvent('handed', { detail: network }));
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
