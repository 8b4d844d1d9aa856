// Stores visited pages and their files for reading offline. redes-book inserts the version.
const version = 'VERSION';
const name = `redes-${version}`;
// Data sets have their own cache (crates/figures/results/src/download.rs); the large models and packages are not stored.
const left = /\/(data\/|models\/reviews-2|scorm\/)/;

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((key) => key.startsWith('redes-') && key !== name && /^redes-[0-9a-f]{16}$/.test(key));
    await Promise.all(old.map((key) => caches.delete(key)));
    await clients.claim();
  })());
});

const own = (address) => {
  const url = new URL(address);
  return url.origin === location.origin && !left.test(url.pathname);
};

addEventListener('message', (event) => {
  const { data } = event;
  if (data === 'now') skipWaiting();
  // A page that is older than this worker sends the list of files that it has loaded.
  else if (Array.isArray(data?.keep)) {
    event.waitUntil((async () => {
      const cache = await caches.open(name);
      const addresses = [...new Set(data.keep.filter(own).map((address) => address.split('?')[0]))];
      await Promise.allSettled(addresses.map(async (address) => {
        if (!(await cache.match(address))) await cache.add(address);
      }));
    })());
  }
});

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !own(request.url) || request.headers.has('range')) return;
  event.respondWith(answer(event));
});

// The stored file, else the network's; only the network where storing is impossible.
async function answer(event) {
  const { request } = event;
  let cache;
  try {
    cache = await caches.open(name);
    // The query only says how to show a page. A new Response drops the query's address: main.js reads its own address.
    const kept = request.cache !== 'reload' && await cache.match(request, { ignoreSearch: true });
    if (kept) return new Response(kept.body, kept);
  } catch { /* a browser that stores nothing here */ }
  const response = await fetch(request).catch((error) => {
    // A picture that stands in for a figure until it runs: a rejection would be an error of the page.
    if (request.destination === 'image') return new Response(null, { status: 504 });
    throw error;
  });
  if (cache && response.ok && response.type === 'basic') {
    const copy = response.clone();
    event.waitUntil(cache.put(request.url.split('?')[0], copy).catch(() => {}));
  }
  return response;
}
