import type { Server } from 'node:http';
import type { ListenerCounters } from './listener-counters.ts';

/** Who may connect, and where. */
export interface PipeListenerOptions {
  /** Which pages may connect, by origin: `http://localhost:5173`. A program, which sends no origin, needs the token only. */
  readonly allowOrigins: readonly string[];
  /** What a client must show. Default: a new one of 32 random bytes. At least 32 characters of `A-Z a-z 0-9 - _`. */
  readonly token?: string;
  /**
   * An HTTP server to share, for instance the one that serves the page. It stays its owner's, with its
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
   * How long a client may take until it is connected, in milliseconds: an integer from 1 to
   * 2 147 483 647. On a shared server this is also how long another listener may take to answer a
   * request for another path, before the request gets 404. Default 5000.
   */
  readonly handshakeTimeoutMs?: number;
}

/** What serves the client at the other end of a pipe. */
export interface ServedPipe {
  /** Resolves when the pipe has ended, from either side, and everything that it held is released. Never rejects. */
  readonly ended: Promise<void>;
  /** Ends the pipe; resolves with {@link ended}. */
  close(): Promise<void>;
}

export interface PipeListener<Served extends ServedPipe = ServedPipe> {
  /**
   * Where clients connect: `ws://127.0.0.1:49152/beckon`. Throws a `CollaborationError` while a shared
   * server does not listen (`NOT_INITIALIZED`), or when it does not listen on loopback (`INVALID_ARGUMENT`).
   */
  readonly url: string;
  /** What clients must show. Give it to your page only, not in a URL that is logged or sent as referrer. */
  readonly token: string;
  /** The clients that are connected. */
  readonly connections: ReadonlySet<Served>;
  /** Counts from the beginning; they go up in place. */
  readonly counters: ListenerCounters;
  /** Ends all connections and, if it is its own, the server. Resolves when everything that clients held is released. */
  close(): Promise<void>;
}
