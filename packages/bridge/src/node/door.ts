import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { CollaborationError } from '@beckon/core';
import { type WebSocket, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../channels/web-socket-channel.ts';
import type { BridgeChannel } from '../protocol/channel.ts';
import { loopbackName, type Refusal, refusalOf, type UpgradeRules } from './upgrade-check.ts';
import { webSocketServerChannel } from './web-socket-server-channel.ts';

/** Who may connect, and where. */
export interface ChannelListenerOptions {
  /** Which pages may connect, by origin: `http://localhost:5173`. A program without an origin needs the token only. */
  readonly allowOrigins: readonly string[];
  /** What a client must show. Default: a new one of 32 random bytes. At least 32 characters of `A-Z a-z 0-9 - _`. */
  readonly token?: string;
  /**
   * An HTTP server to share, for instance the one that serves the page; it stays its owner's, with its
   * own limits for connections and headers. Connections from other machines are refused. Default: a
   * server of its own, on loopback only.
   */
  readonly server?: Server;
  /** Of the server of its own. Default: a free one. */
  readonly port?: number;
  /** Of the server of its own. Default `127.0.0.1`. */
  readonly host?: '127.0.0.1' | '::1';
  /** Default `/beckon`. */
  readonly path?: string;
  /** Clients at a time. Default 16. */
  readonly maxConnections?: number;
  /**
   * How long a client may take until it is connected, in milliseconds. On a shared server: until
   * another listener takes a request for another path; then it gets 404. Default 5000.
   */
  readonly handshakeTimeoutMs?: number;
}

/** What has been made of a channel. */
export interface ServedChannel {
  /** Resolves when the channel has ended, from either side, and all that it held is released. Never rejects. */
  readonly ended: Promise<void>;
  /** Ends the channel; resolves with {@link ended}. */
  close(): Promise<void>;
}

export interface ChannelListener<Served extends ServedChannel = ServedChannel> {
  /**
   * Where clients connect: `ws://127.0.0.1:49152/beckon`. Throws a `CollaborationError` while a shared
   * server does not listen (`NOT_INITIALIZED`), or when it does not listen on loopback (`INVALID_ARGUMENT`).
   */
  readonly url: string;
  /** What clients must show. Give it to your page only, not in a URL that is logged or sent as referrer. */
  readonly token: string;
  /** The clients that are connected. */
  readonly connections: ReadonlySet<Served>;
  /** Ends all connections and, if it is its own, the server. Resolves when all that clients held is released. */
  close(): Promise<void>;
}

// More than a full inbox, less than what hurts.
const MAX_UNSENT_BYTES = 16 * 1024 * 1024;

/** Connections that are not, or not yet, WebSockets; more are dropped as they come. */
const MAX_HANDSHAKES = 64;

/** Lets clients in by a WebSocket each, and hands `serve` the channel. `operation` is named in errors. */
export async function openDoor<Served extends ServedChannel>(
  operation: string,
  options: ChannelListenerOptions,
  maxMessageBytes: number,
  serve: (channel: BridgeChannel) => Served,
): Promise<ChannelListener<Served>> {
  const {
    token = randomBytes(32).toString('base64url'),
    path = '/beckon',
    host = '127.0.0.1',
    port = 0,
    handshakeTimeoutMs = 5000,
    maxConnections = 16,
  } = options;
  const door = new Door(serve, maxMessageBytes, {
    path,
    token: checkToken(operation, token),
    origins: new Set(options.allowOrigins.map((origin) => checkOrigin(operation, origin))),
    maxConnections: checkCount(operation, 'maxConnections', maxConnections),
  });
  checkCount(operation, 'handshakeTimeoutMs', handshakeTimeoutMs);
  const server = options.server ?? ownServer(maxConnections, handshakeTimeoutMs);
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isForOthers = options.server !== undefined && request.url !== path;
    if (isForOthers) refuseUnlessTaken(socket, handshakeTimeoutMs);
    else door.knock(request, socket, head);
  };
  server.on('upgrade', onUpgrade);
  if (options.server === undefined) {
    server.listen(port, host);
    await once(server, 'listening');
  }
  return {
    get url() {
      return urlOf(operation, server, path);
    },
    token,
    connections: door.connections,
    async close() {
      server.off('upgrade', onUpgrade);
      await door.close();
      if (options.server === undefined && server.listening) {
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
      }
    },
  };
}

/** Lets clients in, and knows who is. */
class Door<Served extends ServedChannel> {
  readonly connections = new Set<Served>();
  readonly #serve: (channel: BridgeChannel) => Served;
  readonly #rules: UpgradeRules & { readonly maxConnections: number };
  readonly #sockets: WebSocketServer;

  constructor(
    serve: (channel: BridgeChannel) => Served,
    maxMessageBytes: number,
    rules: UpgradeRules & { readonly maxConnections: number },
  ) {
    this.#serve = serve;
    this.#rules = rules;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxMessageBytes,
      // A small message must not become a large one.
      perMessageDeflate: false,
      // Never the token.
      handleProtocols: () => SUBPROTOCOL,
    });
  }

  knock(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal =
      refusalOf(request, this.#rules) ??
      (this.connections.size >= this.#rules.maxConnections ? 503 : undefined);
    if (refusal === undefined) {
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#admit(client));
    } else {
      refuse(socket, refusal);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections].map((connection) => connection.close()));
    this.#sockets.close();
  }

  #admit(client: WebSocket): void {
    const connection = this.#serve(webSocketServerChannel(client, MAX_UNSENT_BYTES));
    this.connections.add(connection);
    // Who has left, but left something that is slow to be taken back, still counts.
    void connection.ended.then(() => this.connections.delete(connection));
  }
}

/**
 * Leaves a request to the other listeners of a shared server, which may take it later. Node gives an
 * upgrade to all of them, and looks after its socket no more: one that none takes has no other end.
 */
function refuseUnlessTaken(socket: Duplex, timeoutMs: number): void {
  socket.on('error', () => undefined);
  const refusing = setTimeout(() => {
    // Whoever takes it reads from it, or hangs up.
    const isTaken = socket.readableFlowing !== null || socket.writableEnded;
    if (!isTaken) refuse(socket, 404);
  }, timeoutMs);
  socket.on('close', () => clearTimeout(refusing));
}

function refuse(socket: Duplex, status: Refusal): void {
  socket.on('error', () => undefined);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    () => socket.destroy(),
  );
}

function ownServer(maxConnections: number, handshakeTimeoutMs: number): Server {
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

function urlOf(operation: string, server: Server, path: string): string {
  const at = server.address();
  if (at === null) {
    throw new CollaborationError(
      'NOT_INITIALIZED',
      `${operation}: the server does not listen, so there is no url yet. Read it once it does.`,
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

function checkToken(operation: string, token: string): string {
  if (/^[\w-]{32,}$/.test(token)) return token;
  throw new TypeError(`${operation}: token must have at least 32 characters of A-Z a-z 0-9 - _.`);
}

function checkOrigin(operation: string, origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
  throw new TypeError(
    `${operation}: ${JSON.stringify(origin)} in allowOrigins is not an origin; write it as http://localhost:5173.`,
  );
}

function checkCount(operation: string, name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`${operation}: ${name} must be a positive integer; it is ${value}.`);
}
