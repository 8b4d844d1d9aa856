// The trainings that are kept in the browser's database: an entry for each figure, and its bytes in pieces beside it. The pieces are
// written and read one after the other, each in a task of its own: 76 MB at once stop the page for 200 ms and are copied whole.

// Bytes in all. A figure has one entry; where it is too much, the oldest go. Both networks of the reviews take 76 MB, weights and moments;
// browsers allow a site a gigabyte or more. Small entries stay.
const limit = 100e6;
const small = 1e6;
const piece = 1 << 20;
// The entries, by figure. Of what is in pieces they have the lengths.
const STORE = 'trainings';
// When each was kept, and its bytes: read without the entries themselves.
const AGES = 'ages';
// The bytes, by figure, name and place.
const PIECES = 'pieces';

let opening;
const database = () => (opening ??= new Promise((resolve, reject) => {
  const request = indexedDB.open('redes-checkpoints', 3);
  request.onupgradeneeded = () => {
    const { result } = request;
    // The trainings of an older release go on no more.
    [...result.objectStoreNames].forEach((name) => result.deleteObjectStore(name));
    result.createObjectStore(STORE, { keyPath: 'figure' }).createIndex(AGES, ['time', 'bytes']);
    result.createObjectStore(PIECES);
  };
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close();
    resolve(request.result);
  };
  request.onerror = request.onblocked = () => reject(request.error);
}));

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// Acts on entries and pieces; resolves once all of it is done for good.
async function transact(mode, work) {
  const transaction = (await database()).transaction([STORE, PIECES], mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const act = work(transaction.objectStore(STORE), transaction.objectStore(PIECES));
  // Half of an action is not kept.
  const acted = Promise.resolve(act).catch((error) => {
    transaction.abort();
    throw error;
  });
  return (await Promise.all([acted, done]))[0];
}

// The kept trainings as [time, bytes, figure], the oldest first.
async function ages(store) {
  const found = [];
  const request = store.index(AGES).openKeyCursor();
  for (let cursor = await answer(request); cursor; cursor = await answer(request)) {
    found.push([...cursor.key, cursor.primaryKey]);
    cursor.continue();
  }
  return found;
}

function drop(store, pieces, figure) {
  store.delete(figure);
  pieces.delete(IDBKeyRange.bound([figure], [figure, []]));
}

function* cut(bytes) {
  for (let start = 0; start < bytes.length; start += piece) yield bytes.slice(start, start + piece);
}

// A port whose other end is closed: what is sent there is freed at once (crates/shell/src/buffer.rs).
const { port1: nowhere, port2 } = new MessageChannel();
port2.close();

// Writes pieces as they come, each a Uint8Array over a buffer of its own, and frees each at once rather than at the next collection.
// `next` gives undefined where one is on its way, and throws where none comes. The last request is not waited for: a small entry is
// on its way before the page goes.
async function write(pieces, figure, name, length, next) {
  let request;
  for (let start = 0; start < length;) {
    const part = next();
    // A transaction ends where nothing is asked of it.
    if (request || !part) await answer(request ?? pieces.getKey([figure]));
    request = part && pieces.put(part, [figure, name, start]);
    start += part?.length ?? 0;
    if (part) nowhere.postMessage(null, [part.buffer]);
  }
}

// The pieces of so many bytes; undefined where one is missing or has another length.
async function read(pieces, figure, name, length) {
  const parts = [];
  for (let start = 0; start < length;) {
    const part = await answer(pieces.get([figure, name, start]));
    start += part?.length;
    if (!(part instanceof Uint8Array) || !part.length || start > length) return undefined;
    parts.push(part);
  }
  return parts;
}

function joined(parts, length) {
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}

const isLength = (number) => Number.isInteger(number) && number >= 0 && number <= limit;

// An entry's own kinds of values. The rest is for whoever keeps it.
const whole = (entry) => isLength(entry?.tape) && (entry.beside === undefined || isLength(entry.beside)) && Number.isFinite(entry.time);

// The entry of a figure, without its bytes; undefined where there is none.
export async function find(figure) {
  const entry = await transact('readonly', (store) => answer(store.get(figure)));
  return whole(entry) ? entry : undefined;
}

// The bytes of an entry: [tape, beside], the tape in pieces. Undefined for what is missing.
export const bytes = ({ figure, tape, beside }) => transact('readonly', async (store, pieces) => {
  const tapes = await read(pieces, figure, 'tape', tape);
  const besides = beside === undefined ? undefined : await read(pieces, figure, 'beside', beside);
  return [tapes, besides && joined(besides, beside)];
});

// Replaces a figure's entry, with a `tape` of so many bytes whose pieces `next` gives, and perhaps a Uint8Array `beside`; a short
// training replaces no long one. Entries of other figures give way, the oldest first. Where a piece does not come, all stays as it was.
export async function keep(entry, next) {
  const { figure, tape, beside } = entry;
  const size = tape + (beside?.length ?? 0);
  if (size > limit) return;
  await transact('readwrite', async (store, pieces) => {
    const before = entry.short ? await answer(store.get(figure)) : undefined;
    if (before && !before.short) return;
    const others = (await ages(store)).filter(([, , other]) => other !== figure);
    let total = others.reduce((all, [, other]) => all + other, size);
    for (const [, other, name] of others) {
      if (total <= limit) break;
      if (other < small) continue;
      drop(store, pieces, name);
      total -= other;
    }
    drop(store, pieces, figure);
    await write(pieces, figure, 'tape', tape, next);
    if (beside) {
      const parts = cut(beside);
      await write(pieces, figure, 'beside', beside.length, () => parts.next().value);
    }
    store.put({ ...entry, bytes: size, beside: beside?.length });
  });
}

export const remove = (figure) => transact('readwrite', (store, pieces) => drop(store, pieces, figure));
