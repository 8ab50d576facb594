import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The page loads only files of its own folder. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Serves the files of the page in `folder`. They hold no secret: the token is in the page's address.
 *
 * @param connects - Where the page may connect to, beside its own server.
 */
export function pageServer(folder: string, connects: readonly string[] = []): Server {
  // Chromium takes an image that is set while the page is left for a connection.
  const policy = `${POLICY}; connect-src ${["'self'", 'data:', ...connects].join(' ')}`;
  const serveFile = sirv(folder, {
    etag: true,
    setHeaders(response) {
      response.setHeader('Content-Security-Policy', policy);
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

/** Listens on loopback, and resolves with the port. */
export async function listening(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(
      `Port ${port} is taken, perhaps by a host that runs already. Give another with --port.`,
      { cause },
    );
  }
  return (server.address() as AddressInfo).port;
}

export async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
