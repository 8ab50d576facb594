import type { EngineCounters } from '../counters.ts';
import type { ChannelFrameKind } from './channel-frame.ts';
import type { MessageKind } from './message.ts';

/** A peer has broken the protocol: its stream is closed and `counter` goes up. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
  readonly counter: keyof EngineCounters;

  constructor(counter: keyof EngineCounters, message: string, options?: ErrorOptions) {
    super(message, options);
    this.counter = counter;
  }
}

/** The violation of a message that comes out of order. */
export function unexpected(kind: MessageKind | ChannelFrameKind | 'unknown'): ProtocolViolation {
  return new ProtocolViolation('unexpectedFrames', `A frame of kind ${kind} came out of order.`);
}
