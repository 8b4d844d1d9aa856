// The site behind an address of its own that can go away, as a network does.
import { createServer, request } from 'node:http';
import { once } from 'node:events';

/** Starts it; `site` is the address behind. */
export async function start(site) {
  const behind = new URL(site);
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request({ host: behind.hostname, port: behind.port, method, path: url, headers: { ...headers, host: behind.host } }, (found) => {
      answer.writeHead(found.statusCode, found.headers);
      found.pipe(answer);
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
    site: `http://127.0.0.1:${server.address().port}${behind.pathname}`,
    /** From now on every connection is refused. */
    close,
  };
}
