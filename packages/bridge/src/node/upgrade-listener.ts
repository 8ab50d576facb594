import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_TIMER_MS } from '@beckon/core/adapter';
import { type WebSocket, WebSocketServer } from 'ws';
import { FIRST_CLOSE_CODE, SUBPROTOCOL } from '../pipes/web-socket-pipe.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { checkCount } from '../server/limits.ts';
import type { Counters } from './listener-counters.ts';
import { createUpgradeServer, urlOf } from './listening-server.ts';
import type { PipeListener, PipeListenerOptions, ServedPipe } from './pipe-listener.ts';
import { ReadPace } from './read-pace.ts';
import { type Refusal, refusalOf, type UpgradeRules } from './upgrade-check.ts';
import { webSocketServerPipe } from './web-socket-server-pipe.ts';

// More than any reply, and for all clients together less than what hurts.
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** Lets clients in by a WebSocket each, and hands `serve` the pipe. `operation` is named in errors. */
export async function listenForUpgrades<Served extends ServedPipe>(
  operation: string,
  options: PipeListenerOptions,
  maxMessageBytes: number,
  serve: (pipe: MessagePipe) => Served,
): Promise<PipeListener<Served>> {
  const {
    token = randomBytes(32).toString('base64url'),
    path = '/beckon',
    host = '127.0.0.1',
    port = 0,
    handshakeTimeoutMs = 5000,
    maxConnections = 16,
  } = options;
  checkCount(operation, 'handshakeTimeoutMs', handshakeTimeoutMs, MAX_TIMER_MS);
  const admission = new Admission(serve, maxMessageBytes, {
    path,
    token: checkToken(operation, token),
    origins: new Set(options.allowOrigins.map((origin) => checkOrigin(operation, origin))),
    maxConnections: checkCount(operation, 'maxConnections', maxConnections),
  });
  const server =
    options.server ??
    createUpgradeServer(handshakeTimeoutMs, () => {
      admission.counters.displaced += 1;
    });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isForOthers = options.server !== undefined && request.url !== path;
    if (isForOthers) refuseUnlessAnswered(socket, handshakeTimeoutMs);
    else admission.decide(request, socket, head);
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
    connections: admission.connections,
    counters: admission.counters,
    async close() {
      server.off('upgrade', onUpgrade);
      await admission.close();
      if (options.server === undefined && server.listening) {
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
      }
    },
  };
}

interface AdmissionRules extends UpgradeRules {
  readonly maxConnections: number;
}

/** Lets clients in, and knows which are connected. */
class Admission<Served extends ServedPipe> {
  readonly connections = new Set<Served>();
  readonly counters: Counters = { letIn: 0, refused: 0, displaced: 0, cutOff: 0 };
  readonly #serve: (pipe: MessagePipe) => Served;
  readonly #rules: AdmissionRules;
  readonly #sockets: WebSocketServer;

  constructor(
    serve: (pipe: MessagePipe) => Served,
    maxMessageBytes: number,
    rules: AdmissionRules,
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

  /**
   * Lets a client in, or refuses it. A page of an allowed origin hears why by a close code: a browser does
   * not tell it the status of HTTP.
   */
  decide(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal =
      refusalOf(request, this.#rules) ??
      (this.connections.size >= this.#rules.maxConnections ? 503 : undefined);
    if (refusal === undefined) {
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#admit(client));
      return;
    }
    this.counters.refused += 1;
    if (request.headers.origin !== undefined && (refusal === 401 || refusal === 503)) {
      this.#sockets.handleUpgrade(request, socket, head, (client) => {
        client.on('error', () => undefined);
        client.close(FIRST_CLOSE_CODE + refusal);
        // Without waiting for an answer, as long as ws would wait.
        socket.end(() => socket.destroy());
      });
    } else {
      refuse(socket, refusal);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections].map((connection) => connection.close()));
    this.#sockets.close();
  }

  #admit(client: WebSocket): void {
    this.counters.letIn += 1;
    const pipe = webSocketServerPipe(client, {
      maxUnsentBytes: MAX_UNSENT_BYTES,
      pace: new ReadPace(() => this.connections.size),
      onCutOff: () => {
        this.counters.cutOff += 1;
      },
    });
    const connection = this.#serve(pipe);
    this.connections.add(connection);
    // A client that has left counts until everything that it held is taken back.
    void connection.ended.then(() => this.connections.delete(connection));
  }
}

/**
 * Leaves a request to the other listeners of a shared server, which may answer it later. Node gives an
 * upgrade to all of them, and does not end a socket that none of them answers.
 */
function refuseUnlessAnswered(socket: Duplex, timeoutMs: number): void {
  socket.on('error', () => undefined);
  const refusing = setTimeout(() => {
    // A listener that answers reads from the socket, or ends it.
    const isAnswered = socket.readableFlowing !== null || socket.writableEnded;
    if (!isAnswered) refuse(socket, 404);
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
