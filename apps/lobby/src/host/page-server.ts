import { createServer, type Server } from 'node:http';
import sirv from 'sirv';

const HEADERS = {
  // The page loads only files of its own folder, and connects only to this host.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Serves the files of the page in `folder`. They hold no secret: the token is in the page's address. */
export function pageServer(folder: string): Server {
  const serveFile = sirv(folder, {
    etag: true,
    setHeaders(response) {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    },
  });
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 5_000, maxHeaderSize: 8_192 },
    (request, response) => {
      serveFile(request, response, () => {
        response.writeHead(404).end();
      });
    },
  );
  server.maxConnections = 128;
  return server;
}
