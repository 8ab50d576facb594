import { CHANNEL_LIMITS } from '@beckon/core/adapter';
import type { Guid } from '@beckon/core';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import { CHANNEL_VERSION } from '../wire/channel-frame.ts';
import { ProtocolViolation, unexpected } from '../wire/protocol-violation.ts';
import type { ChannelMatter, ChannelStream, ChannelStreamOwner } from './channel-stream.ts';

export interface IncomingChannelInit {
  readonly deadlines: Deadlines;
  /** The peer has named the invitation of the channel. Called once. */
  readonly onNamed: (invitationId: Guid) => void;
  /** The channel can no longer be opened. Called once, unless {@link IncomingChannel.takeStream} was called before. */
  readonly onGone: () => void;
}

/**
 * A channel that the peer has opened, and this side has not yet. The peer may send nothing but its name until then.
 */
export class IncomingChannel implements ChannelStreamOwner {
  readonly #init: IncomingChannelInit;
  readonly #cancelDeadline: CancelDeadline;
  #stream: ChannelStream | undefined;
  #isNamed = false;
  #isGone = false;

  constructor(init: IncomingChannelInit) {
    this.#init = init;
    this.#cancelDeadline = init.deadlines.add(CHANNEL_LIMITS.openingMs, () => this.refuse());
  }

  attach(stream: ChannelStream): void {
    this.#stream = stream;
  }

  /** The stream, for the app that opens the channel. */
  takeStream(): ChannelStream | undefined {
    this.#cancelDeadline();
    this.#isGone = true;
    return this.#stream;
  }

  /** Tells the peer that this side does not open the channel. */
  refuse(): void {
    this.#stream?.write({ kind: 'refused', reason: 'unreachable' });
    void this.#stream?.close();
    this.#go();
  }

  /** Ends the stream without a message. */
  abort(reason: string): void {
    this.#stream?.abort(reason);
    this.#go();
  }

  admit(): void {
    throw unexpected('message');
  }

  receive(frame: ChannelMatter): void {
    if (frame.kind !== 'open' || this.#isNamed) throw unexpected(frame.kind);
    if (frame.version !== CHANNEL_VERSION) {
      throw new ProtocolViolation('unsupportedVersions', `Version ${frame.version} is not known.`);
    }
    this.#isNamed = true;
    this.#init.onNamed(frame.invitationId);
  }

  onDrain(): void {
    // Nothing waits to be written.
  }

  onLost(): void {
    this.#go();
  }

  #go(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#cancelDeadline();
    this.#init.onGone();
  }
}
