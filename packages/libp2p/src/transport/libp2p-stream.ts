import type { PeerStream, StreamListener, StreamProtocol } from '@beckon/engine';
import type { Connection, Stream } from '@libp2p/interface';
import { widenStream } from '../node/wide-streams.ts';
import { originOf } from '../node/origin.ts';
import { isDirect } from './connections.ts';
import { rememberedAddress } from './routes.ts';
import type { StreamsInUse } from '../node/streams-in-use.ts';

/** Longest time to write the goodbye, and to wait for the end of the peer's side, in milliseconds. */
const CLOSE_TIMEOUT_MS = 500;

/** Received parts are joined up to this length: a copy costs less than another call with a few bytes. */
const MAX_JOINED_BYTES = 16_384;

export interface Libp2pStreamInit {
  /** The stream keeps this set up to date. */
  readonly streamsInUse: StreamsInUse;
  /** The connection over which a new stream to the peer would go. */
  readonly bestConnection: () => Connection | undefined;
}

/** Adapts a stream of libp2p to the engine. */
export class Libp2pStream implements PeerStream {
  readonly peerName: string;
  readonly address: string;
  readonly origin: string;
  readonly protocol: StreamProtocol;
  readonly #stream: Stream;
  readonly connection: Connection;
  readonly #streamsInUse: StreamsInUse;
  readonly #isRelayed: boolean;
  readonly #bestConnection: () => Connection | undefined;

  constructor(
    stream: Stream,
    connection: Connection,
    protocol: StreamProtocol,
    { streamsInUse, bestConnection }: Libp2pStreamInit,
  ) {
    this.protocol = protocol;
    this.peerName = connection.remotePeer.toString();
    this.address = rememberedAddress(connection.remoteAddr).toString();
    this.origin = originOf(connection.remoteAddr);
    this.#stream = stream;
    this.connection = connection;
    this.#streamsInUse = streamsInUse;
    this.#isRelayed = !isDirect(connection);
    this.#bestConnection = bestConnection;
  }

  isOutdone(): boolean {
    return this.#isRelayed && isDirect(this.#bestConnection());
  }

  listen(listener: StreamListener): void {
    const stream = this.#stream;
    let hasEnded = false;
    const end = (): void => {
      if (!hasEnded) listener.onEnd();
      hasEnded = true;
    };
    stream.addEventListener('message', ({ data }) => {
      if (data.byteLength <= MAX_JOINED_BYTES) return listener.onData(data.subarray());
      // Joining long parts would copy them.
      for (const part of data instanceof Uint8Array ? [data] : data) listener.onData(part);
    });
    stream.addEventListener('drain', () => listener.onDrain());
    stream.addEventListener('remoteCloseWrite', end);
    stream.addEventListener('close', end);
    // The stream was closed before the engine listened.
    if (stream.status !== 'open') queueMicrotask(end);
  }

  send(bytes: Uint8Array): boolean {
    // A stream that has ended reports that by its event. Bytes that are written to it are lost either way.
    return this.#stream.writeStatus === 'writable' && this.#stream.send(bytes);
  }

  setInUse(isInUse: boolean): void {
    if (isInUse) {
      this.#streamsInUse.add(this.#stream);
      if (this.protocol === 'channel') widenStream(this.#stream);
    } else this.#streamsInUse.delete(this.#stream);
  }

  async close(): Promise<void> {
    const signal = AbortSignal.timeout(CLOSE_TIMEOUT_MS);
    try {
      await this.#stream.close({ signal });
      // The stream would stay half open when the peer does not end its own side.
      await this.#closed(signal);
    } catch (error) {
      this.#stream.abort(error as Error);
    }
  }

  abort(reason: Error): void {
    this.#stream.abort(reason);
  }

  abortConnection(reason: Error): void {
    this.connection.abort(reason);
  }

  /** Resolves when both sides of the stream have ended. Rejects when the signal aborts first. */
  #closed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!['open', 'closing'].includes(this.#stream.status)) return resolve();
      this.#stream.addEventListener('close', () => resolve(), { once: true });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }
}
