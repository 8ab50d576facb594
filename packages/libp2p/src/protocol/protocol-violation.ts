import type { CounterName } from '../counters.ts';

/** What a peer sent breaks the protocol: its stream is closed and `counter` goes up. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
  readonly counter: CounterName;

  constructor(counter: CounterName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.counter = counter;
  }
}
