// The site behind an address of its own. Its answers can be spoilt, and it can go away, as a network does.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** It names the site's own origin, because in a sandboxed frame WebKit lets 'self' match nothing. */
const POLICY = 'content-security-policy';

/** The headers without those that concern one connection alone. */
export function kept(headers) {
  const { connection, 'keep-alive': alive, 'proxy-connection': proxy, ...others } = headers;
  return others;
}

/** How a request is passed on: each over a connection of its own, because the server may close an idle one at that moment. */
export const onwards = (method, headers) => ({ method, headers: { ...kept(headers), connection: 'close' }, agent: false });

/**
 * Starts it; `site` is the address behind. A fault spoils the answers whose path has an ending: it changes the answer's
 * `status`, `headers` and `body`, or returns the number of bytes after which the connection breaks.
 */
export async function start(site, faults = {}) {
  const behind = new URL(site);
  const origin = () => `http://127.0.0.1:${server.address().port}`;
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request({ host: behind.hostname, port: behind.port, path: url, ...onwards(method, { ...headers, host: behind.host }) }, async (found) => {
      const named = ([name, value]) => [name, name === POLICY ? value.replaceAll(behind.origin, origin()) : value];
      const reply = { status: found.statusCode, headers: Object.fromEntries(Object.entries(kept(found.headers)).map(named)), body: await buffer(found) };
      const path = url.split('?')[0];
      let end = Infinity;
      for (const [ending, spoil] of Object.entries(faults)) {
        if (path.endsWith(ending)) end = spoil(reply) ?? end;
      }
      delete reply.headers['transfer-encoding'];
      // A file that breaks off has the length of the whole.
      reply.headers['content-length'] = reply.body.length;
      answer.writeHead(reply.status, reply.headers);
      if (end < reply.body.length) answer.write(reply.body.subarray(0, end), () => answer.destroy());
      else answer.end(reply.body);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return {
    /** The site's address here. */
    site: `${origin()}${behind.pathname}`,
    /** From now on every answer is as the site gives it. */
    heal() { for (const ending of Object.keys(faults)) delete faults[ending]; },
    /** From now on every connection is refused. */
    close,
  };
}
