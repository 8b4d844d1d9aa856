// A proxy through which an engine asks for everything. It passes on what is meant for the tests' servers; anything else it
// writes down and refuses.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { pipeline } from 'node:stream';
import { course } from './ask.mjs';
import { kept, onwards } from './proxy.mjs';
import { until } from './wait.mjs';

const REFUSED = 403;

/** Starts it. What is asked of `services`, hosts that the browser asks by itself, is refused and not written down. */
export async function start(services = []) {
  const known = new Set();
  let [passed, others] = [0, []];
  const refused = (what, address) => {
    if (!URL.canParse(address) || !services.includes(new URL(address).hostname)) others.push(what);
  };
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const host = URL.canParse(url) && new URL(url).host;
    if (!known.has(host)) {
      refused(url, url);
      answer.writeHead(REFUSED).end();
      return;
    }
    passed += 1;
    const onward = request(url, onwards(method, headers), (found) => {
      answer.writeHead(found.statusCode, kept(found.headers));
      pipeline(found, answer, () => {});
    });
    // As without the proxy: the connection breaks.
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  // Whoever asks for a tunnel wants another site: the tests' servers speak no TLS.
  server.on('connect', ({ url }, socket) => {
    refused(url, `https://${url}`);
    socket.on('error', () => {});
    socket.end(`HTTP/1.1 ${REFUSED} Refused\r\n\r\n`);
  });
  // An engine that speaks TLS to the proxy itself.
  server.on('clientError', ({ code }, socket) => {
    if (code?.startsWith('HPE_')) others.push('elsewhere, encrypted');
    socket.destroy();
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
    // Of what is encrypted the proxy sees the host at most.
    const wanted = [...addresses.slice(0, 2), /^elsewhere(\.invalid:443|, encrypted)$/];
    await page.open(course(context, []));
    await page.evaluate(`(${JSON.stringify(addresses)}.forEach((address) => { fetch(address).catch(() => {}); }), 0)`);
    const found = new Set();
    const missing = () => wanted.filter((one) => ![...found].some((url) => (one.test ? one.test(url) : one === url)));
    await until(() => {
      for (const url of context.others()) found.add(url);
      return !missing().length;
    }, 20, 'a record of what the page asks').catch(() => { throw new Error(`not recorded: ${missing().join(', ')}`); });
    return `${found.size} addresses`;
  },
};
