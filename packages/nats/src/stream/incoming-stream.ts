import type { NatsCounters } from '../counters.ts';
import type { Line } from './lines.ts';
import type { NatsStream } from './nats-stream.ts';
import type { Sealing } from './sealing.ts';
import type { StreamMessage } from './stream-message.ts';

export interface IncomingStreamInit {
  readonly incoming: Sealing;
  readonly counters: NatsCounters;
  /** The peer has shown that it has the key. Makes the stream, and passes it on. */
  readonly begin: () => NatsStream;
  /** The stream has ended. Called once. */
  readonly onEnded: () => void;
  /** Tells the peer that the stream is refused. */
  readonly refuse: () => void;
}

/**
 * A stream that a peer opens. It is reported only at the first sealed message, so an attacker cannot open a stream by
 * replaying messages.
 */
export class IncomingStream implements Line {
  readonly #init: IncomingStreamInit;
  #stream: NatsStream | undefined;
  #isEnded = false;

  constructor(init: IncomingStreamInit) {
    this.#init = init;
  }

  get isBegun(): boolean {
    return this.#stream !== undefined;
  }

  get isInUse(): boolean {
    return this.#stream?.isInUse ?? false;
  }

  receive(message: StreamMessage): void {
    const { counters } = this.#init;
    if (message.kind === 'open') counters.repeatedStreams += 1;
    else if (message.kind === 'refuse') this.lost();
    else if (message.kind === 'sealed') this.#receiveSealed(message.sealed);
  }

  /** Ends the stream, and tells the peer. */
  end(): void {
    if (this.#stream !== undefined) return this.#stream.abort();
    if (this.#isEnded) return;
    this.#init.refuse();
    this.lost();
  }

  lost(): void {
    if (this.#stream !== undefined) this.#stream.lost();
    else this.onStreamEnded();
  }

  /** The {@link NatsStream} has ended. */
  onStreamEnded(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#init.onEnded();
  }

  #receiveSealed(sealed: Uint8Array): void {
    if (this.#stream !== undefined) return this.#stream.receive(sealed);
    const content = this.#init.incoming.open(sealed);
    if (content === undefined) {
      this.#init.counters.brokenStreams += 1;
      return this.end();
    }
    this.#stream = this.#init.begin();
    this.#stream.take(content);
  }
}
