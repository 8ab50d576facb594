import { createServer, type Server } from 'node:http';
import { CollaborationError } from '@beckon/core';
import { loopbackName } from './upgrade-check.ts';

/** Connections that are not, or not yet, WebSockets. Further ones are dropped as they come. */
const MAX_HANDSHAKES = 64;

/** A server for WebSockets only, with limits for what has not been let in yet. */
export function createUpgradeServer(maxConnections: number, handshakeTimeoutMs: number): Server {
  const server = createServer(
    {
      headersTimeout: handshakeTimeoutMs,
      requestTimeout: handshakeTimeoutMs,
      connectionsCheckingInterval: Math.min(handshakeTimeoutMs, 500),
      maxHeaderSize: 8192,
      keepAlive: false,
    },
    (_, response) => {
      response.writeHead(426, { Connection: 'close' }).end();
    },
  );
  server.maxConnections = maxConnections + MAX_HANDSHAKES;
  return server;
}

/**
 * Where a client reaches `path` of a server.
 *
 * @throws CollaborationError `NOT_INITIALIZED` when the server does not listen, `INVALID_ARGUMENT` when
 * it does not listen on loopback.
 */
export function urlOf(operation: string, server: Server, path: string): string {
  const at = server.address();
  if (at === null) {
    throw new CollaborationError(
      'NOT_INITIALIZED',
      `${operation}: the server does not listen, so there is no url yet. Read it once the server listens.`,
    );
  }
  // A string is the path of a local socket.
  const { address, port } = typeof at === 'string' ? { address: at, port: 0 } : at;
  const name = loopbackName(address);
  if (name === undefined) {
    throw new CollaborationError(
      'INVALID_ARGUMENT',
      `${operation}: the server listens on ${address}, where nobody is let in. Let it listen on 127.0.0.1.`,
    );
  }
  return `ws://${name}:${port}${path}`;
}
