// The built site, as files and as a server.
import { once } from 'node:events';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

export const site = path.join(import.meta.dirname, '../dist/site');

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** The pages, as paths of the site. */
export const pages = readdirSync(site, { recursive: true })
  .map((name) => `/${name.replaceAll(path.sep, '/')}`)
  .filter((name) => name.endsWith('.html') && name !== '/404.html')
  .sort();

/** Serves the site on this machine. */
export async function serveSite() {
  const server = createServer(({ url }, response) => {
    const { pathname } = new URL(url ?? '/', 'http://site');
    const wanted = decodeURIComponent(pathname);
    const file = path.join(site, wanted.endsWith('/') ? `${wanted}index.html` : wanted);
    if (!file.startsWith(site) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
