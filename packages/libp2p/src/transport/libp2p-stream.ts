import type { PeerStream, StreamListener } from '@beckon/engine';
import type { Connection, Stream } from '@libp2p/interface';

/** Longest time that a goodbye may take to be written, in milliseconds. */
const CLOSE_TIMEOUT_MS = 500;

/** A stream of libp2p as the engine uses it. */
export class Libp2pStream implements PeerStream {
  readonly peerName: string;
  readonly address: string;
  readonly #stream: Stream;
  readonly #connection: Connection;

  constructor(stream: Stream, connection: Connection) {
    this.peerName = connection.remotePeer.toString();
    this.address = connection.remoteAddr.toString();
    this.#stream = stream;
    this.#connection = connection;
  }

  listen(listener: StreamListener): void {
    const stream = this.#stream;
    let hasEnded = false;
    const end = (): void => {
      if (!hasEnded) listener.onEnd();
      hasEnded = true;
    };
    stream.addEventListener('message', ({ data }) => listener.onData(data.subarray()));
    stream.addEventListener('drain', () => listener.onDrain());
    stream.addEventListener('remoteCloseWrite', end);
    stream.addEventListener('close', end);
    // It was closed before anybody listened.
    if (stream.status !== 'open') queueMicrotask(end);
  }

  send(bytes: Uint8Array): boolean {
    // A stream that has ended says so by its event; what is written to it is lost either way.
    return this.#stream.writeStatus === 'writable' && this.#stream.send(bytes);
  }

  async close(): Promise<void> {
    try {
      await this.#stream.close({ signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) });
    } catch (error) {
      this.#stream.abort(error as Error);
    }
  }

  abort(reason: Error): void {
    this.#stream.abort(reason);
  }

  abortConnection(reason: Error): void {
    this.#connection.abort(reason);
  }
}
