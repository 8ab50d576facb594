import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CollaborationError } from '@beckon/core';
import { loopbackName } from './upgrade-check.ts';

/** Connections that have not sent a whole request; of at most 8 kB each. */
const MAX_HANDSHAKES = 512;

/**
 * A server for WebSockets only, with limits for what has not been let in yet. Where there are too many, the
 * oldest makes room: an honest client sends its request at once, so that nobody keeps it out by waiting.
 */
export function createUpgradeServer(handshakeTimeoutMs: number, onDisplaced: () => void): Server {
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
  const handshakes = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    handshakes.add(socket);
    socket.once('close', () => handshakes.delete(socket));
    const [oldest] = handshakes;
    if (handshakes.size <= MAX_HANDSHAKES || oldest === undefined) return;
    handshakes.delete(oldest);
    oldest.destroy();
    onDisplaced();
  });
  server.on('upgrade', (_, socket) => handshakes.delete(socket));
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
