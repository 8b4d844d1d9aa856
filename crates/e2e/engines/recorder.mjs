// A proxy through which an engine asks for everything. It passes on what is meant for the tests' servers; anything else it
// writes down and refuses.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { pipeline } from 'node:stream';
import { course, equal } from './ask.mjs';
import { until } from './wait.mjs';

const REFUSED = 403;

/** Starts it. */
export async function start() {
  const known = new Set();
  let [passed, others] = [0, []];
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const host = URL.canParse(url) && new URL(url).host;
    if (!known.has(host)) {
      others.push(url);
      answer.writeHead(REFUSED).end();
      return;
    }
    passed += 1;
    const onward = request(url, { method, headers }, (found) => {
      answer.writeHead(found.statusCode, found.headers);
      pipeline(found, answer, () => {});
    });
    // As without the proxy: the connection breaks.
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  // Whoever asks for a tunnel wants another site: the tests' servers speak no TLS.
  server.on('connect', ({ url }, socket) => {
    others.push(url);
    socket.on('error', () => {});
    socket.end(`HTTP/1.1 ${REFUSED} Refused\r\n\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    /** From now on passes on what is meant for the host of an address. */
    know: (url) => known.add(new URL(url).host),
    /** The number of requests that it has passed on. */
    passed: () => passed,
    /** What was asked of others since the last call. */
    others: () => others.splice(0),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A journey that proves the recorder: what a page asks of other sites, on this machine too, is written down. */
export const proof = {
  name: 'a page that asks other sites, noticed',
  async run(page, context) {
    const addresses = ['http://127.0.0.1:8000/script', 'http://elsewhere.invalid/picture', 'https://elsewhere.invalid/secret'];
    await page.open(course(context, []));
    await page.evaluate(`(${JSON.stringify(addresses)}.forEach((address) => { fetch(address).catch(() => {}); }), 0)`);
    const found = new Set();
    await until(() => {
      for (const url of context.others()) found.add(url);
      return found.size >= addresses.length;
    }, 20, 'a record of what the page asks');
    // Of what is encrypted it sees the host.
    equal([...found].sort().join(' '), 'elsewhere.invalid:443 http://127.0.0.1:8000/script http://elsewhere.invalid/picture', 'it records something else');
    return `${found.size} addresses`;
  },
};
