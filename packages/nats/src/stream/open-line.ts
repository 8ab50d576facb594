import type { Line } from './lines.ts';
import type { NatsStream } from './nats-stream.ts';
import type { StreamMessage } from './stream-message.ts';

/** A stream that this side has opened. */
export class OpenLine implements Line {
  readonly #stream: NatsStream;

  constructor(stream: NatsStream) {
    this.#stream = stream;
  }

  receive(message: StreamMessage): void {
    if (message.kind === 'sealed') this.#stream.receive(message.sealed);
    else if (message.kind === 'refuse') this.#stream.lost();
  }

  lost(): void {
    this.#stream.lost();
  }
}
