import type { StreamMessage, RefuseReason } from './stream-message.ts';
import type { Line } from './lines.ts';

export interface OpeningStreamInit<Stream> {
  /** Makes the stream. `undefined` when the peer has not signed the card. */
  readonly accept: (card: Uint8Array) => Stream | undefined;
  /** The stream could not be opened. Called at most once. */
  readonly onFailed: () => void;
}

const REFUSALS: Readonly<Record<RefuseReason, string>> = {
  refused: 'The peer does not take the stream.',
  unknownStream: 'The peer has just restarted.',
  clock:
    'The clocks of this machine and of the peer differ by more than five minutes. Set the wrong one.',
  version: 'The peer has another version of beckon.',
};

/** A stream that this side opens, until the peer has accepted it. */
export class OpeningStream<Stream> implements Line {
  /** The stream. Rejects when it cannot be opened. */
  readonly stream: Promise<Stream>;
  readonly #init: OpeningStreamInit<Stream>;
  #settle: { resolve(stream: Stream): void; reject(reason: Error): void } | undefined;

  constructor(init: OpeningStreamInit<Stream>) {
    this.#init = init;
    this.stream = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  receive(message: StreamMessage): void {
    if (message.kind === 'refuse') return this.lost(new Error(REFUSALS[message.reason]));
    if (message.kind !== 'accept' || this.#settle === undefined) return;
    const stream = this.#init.accept(message.card);
    // A forged card is ignored: the true one may still come.
    if (stream === undefined) return;
    this.#settle.resolve(stream);
    this.#settle = undefined;
  }

  lost(reason: Error): void {
    if (this.#settle === undefined) return;
    this.#settle.reject(reason);
    this.#settle = undefined;
    this.#init.onFailed();
  }
}
