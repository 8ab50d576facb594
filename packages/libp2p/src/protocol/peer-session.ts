import type { CancelReason, Guid } from '@beckon/core';
import type { Libp2pCounters } from '../counters.ts';
import type { PeerChannel } from './byte-channel.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { FrameWriter } from './frame-writer.ts';
import {
  type FailureReason,
  type GoodbyeReason,
  type Message,
  type MessageOf,
  readMessage,
  type TimedInvitation,
} from './message.ts';
import { PROTOCOL_VERSION } from './protocol.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** Messages that a peer may cause while it does not read. */
const MAX_WAITING_REPLIES = 16_384;

/** How often a session is to be {@link PeerSession.tick | ticked}, and what it does with that. */
export interface SessionTiming {
  readonly tickMs: number;
  /** Silent ticks after which a peer that is waited for is asked for a sign of life. */
  readonly ticksUntilPing: number;
  /** Silent ticks after which it is dead. */
  readonly ticksUntilDead: number;
  /** Ticks that the first frame, and each frame that has begun, may take. */
  readonly ticksPerFrame: number;
  /** Ticks without an invitation after which the side that opened the stream ends it. */
  readonly ticksUntilIdle: number;
}

/** What a session tells about an invitation that went out on it. */
export interface SentListener {
  onDelivered(): void;
  onAnswer(answer: MessageOf<'answer'>): void;
  onFailure(reason: FailureReason, hresult: number | undefined): void;
  /** The session has ended. `isUnseen`: the peer has said that it did not take it. */
  onLost(isUnseen: boolean): void;
}

/** What a session tells about an invitation that came in on it. */
export interface ReceivedListener {
  /** It can be answered from here on. */
  onTaken(): void;
  /** The sender has the answer. */
  onConfirmed(): void;
  onWithdrawn(reason: CancelReason): void;
}

/** Whoever owns the session. */
export interface SessionOwner {
  /** Returns who is to hear of the invitation, or why it is not taken. May throw a ProtocolViolation. */
  onInvite(session: PeerSession, invite: MessageOf<'invite'>): ReceivedListener | FailureReason;
  /** Nothing follows. */
  onEnded(session: PeerSession): void;
}

export interface PeerSessionInit extends PeerChannel {
  /** Whether this side opened the stream. */
  readonly isOpener: boolean;
  /** What this side calls itself. */
  readonly name: string | undefined;
  readonly timing: SessionTiming;
  readonly counters: Libp2pCounters;
  readonly owner: SessionOwner;
}

/** What an answer carries besides yes or no. */
export type AnswerDetails = Pick<MessageOf<'answer'>, 'message' | 'agreesTo'>;

interface Sent {
  readonly listener: SentListener;
  isDelivered: boolean;
  isAnswered: boolean;
}

interface Received {
  readonly listener: ReceivedListener;
  isDelivered: boolean;
  isAnswered: boolean;
}

/**
 * One stream to one peer: invitations of both directions, by id. Checks that each message makes sense
 * where it comes, and keeps the time. It has no timer of its own: its owner ticks it.
 */
export class PeerSession {
  readonly peerName: string;
  readonly address: string;
  readonly #init: PeerSessionInit;
  readonly #splitter = new FrameSplitter();
  readonly #writer: FrameWriter;
  readonly #sent = new Map<Guid, Sent>();
  readonly #received = new Map<Guid, Received>();
  #remoteName: string | undefined;
  #isGreeted = false;
  #isEnded = false;
  #silentTicks = 0;
  #frameTicks = 0;
  #idleTicks = 0;

  constructor(init: PeerSessionInit) {
    this.#init = init;
    this.peerName = init.peerName;
    this.address = init.address;
    this.#writer = new FrameWriter(init.channel);
    const { name } = init;
    this.#writer.write({
      kind: 'hello',
      version: PROTOCOL_VERSION,
      ...(name === undefined ? {} : { name }),
    });
    init.channel.listen({
      onData: (chunk) => this.#read(chunk),
      onDrain: () => this.#writer.resume(),
      onEnd: () => this.#onChannelEnd(),
    });
  }

  /** What the peer calls itself; its own claim. */
  get remoteName(): string | undefined {
    return this.#remoteName;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Sends an invitation. On a session that has ended it is lost at once, unseen. */
  invite(id: Guid, invitation: TimedInvitation, listener: SentListener): void {
    if (this.#isEnded) return listener.onLost(true);
    this.#sent.set(id, { listener, isDelivered: false, isAnswered: false });
    this.#write({ kind: 'invite', id, invitation });
  }

  /** The answer counts. */
  confirm(id: Guid): void {
    if (this.#sent.delete(id)) this.#write({ kind: 'confirm', id });
  }

  withdraw(id: Guid, reason: CancelReason): void {
    if (this.#sent.delete(id)) this.#write({ kind: 'withdraw', id, reason });
  }

  /** A received invitation has been shown. Tells the sender once. */
  deliver(id: Guid): void {
    const received = this.#received.get(id);
    if (received === undefined || received.isDelivered) return;
    received.isDelivered = true;
    this.#write({ kind: 'delivered', id });
  }

  answer(id: Guid, isAccepted: boolean, { message, agreesTo }: AnswerDetails = {}): void {
    const received = this.#received.get(id);
    if (received === undefined) return;
    this.deliver(id);
    received.isAnswered = true;
    this.#write({
      kind: 'answer',
      id,
      isAccepted,
      ...(message === undefined ? {} : { message }),
      ...(agreesTo === undefined ? {} : { agreesTo }),
    });
  }

  /** A received invitation has expired at this side. */
  expire(id: Guid): void {
    const received = this.#received.get(id);
    if (received === undefined) return;
    this.#received.delete(id);
    // Whose answer is on its way has heard enough.
    if (!received.isAnswered) this.#write({ kind: 'failure', id, reason: 'expired' });
  }

  /** Says goodbye and ends. Resolves when that has been written, or takes too long. */
  async close(reason: GoodbyeReason): Promise<void> {
    if (this.#isEnded) return;
    this.#write({ kind: 'goodbye', reason });
    this.#writer.flush();
    this.#end(false);
    await this.#init.channel.close();
  }

  /** Ends at once, without a word. */
  abort(reason: string): void {
    if (this.#isEnded) return;
    this.#end(false);
    this.#init.channel.abort(new Error(reason));
  }

  /** To be called every {@link SessionTiming.tickMs}. */
  tick(): void {
    if (this.#isEnded) return;
    const { timing, counters, isOpener } = this.#init;
    const isWaiting = this.#sent.size > 0 || this.#received.size > 0;
    // Ticks are counted, and not time: a process that was stopped itself blames nobody for it.
    this.#silentTicks = isWaiting ? this.#silentTicks + 1 : 0;
    this.#idleTicks = isWaiting ? 0 : this.#idleTicks + 1;
    this.#frameTicks = this.#isGreeted && !this.#splitter.isInsideFrame ? 0 : this.#frameTicks + 1;
    if (this.#frameTicks > timing.ticksPerFrame) {
      counters.slowStreams += 1;
      this.abort('The peer did not finish a frame in time.');
    } else if (this.#silentTicks >= timing.ticksUntilDead) {
      counters.deadPeers += 1;
      this.#end(false);
      this.#init.channel.abortConnection(new Error('The peer does not answer.'));
    } else if (this.#silentTicks >= timing.ticksUntilPing) {
      this.#write({ kind: 'ping' });
    } else if (isOpener && this.#idleTicks >= timing.ticksUntilIdle) {
      void this.close('idle');
    }
  }

  #write(message: Message): void {
    if (!this.#isEnded) this.#writer.write(message);
  }

  #read(chunk: Uint8Array): void {
    if (this.#isEnded) return;
    this.#silentTicks = 0;
    const { counters } = this.#init;
    try {
      for (const frame of this.#splitter.split(chunk)) {
        this.#frameTicks = 0;
        const message = readMessage(frame);
        if (message === undefined) counters.unknownFrames += 1;
        else this.#take(message);
        if (this.#isEnded) return;
      }
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      counters[error.counter] += 1;
      return this.abort(error.message);
    }
    if (this.#writer.isFull && this.#writer.length > MAX_WAITING_REPLIES + this.#sent.size) {
      counters.overflows += 1;
      this.abort('The peer does not read.');
    }
  }

  #take(message: Message): void {
    if (this.#isGreeted === (message.kind === 'hello')) throw unexpected(message);
    switch (message.kind) {
      case 'hello':
        return this.#greeted(message);
      case 'invite':
        return this.#invited(message);
      case 'delivered':
      case 'answer':
      case 'failure':
        return this.#heardOfSent(message);
      case 'confirm':
      case 'withdraw':
        return this.#heardOfReceived(message);
      case 'ping':
        return this.#write({ kind: 'pong' });
      case 'pong':
        return undefined;
      case 'goodbye':
        this.#end(message.reason === 'idle');
        return void this.#init.channel.close();
    }
  }

  #greeted({ version, name }: MessageOf<'hello'>): void {
    if (version !== PROTOCOL_VERSION) {
      throw new ProtocolViolation('unsupportedVersions', `Version ${version} is not known.`);
    }
    this.#isGreeted = true;
    this.#remoteName = name;
  }

  #invited(invite: MessageOf<'invite'>): void {
    const { id } = invite;
    if (this.#received.has(id)) throw unexpected(invite);
    const taken = this.#init.owner.onInvite(this, invite);
    if (typeof taken === 'string') return this.#write({ kind: 'failure', id, reason: taken });
    this.#received.set(id, { listener: taken, isDelivered: false, isAnswered: false });
    taken.onTaken();
  }

  #heardOfSent(message: MessageOf<'delivered' | 'answer' | 'failure'>): void {
    const sent = this.#sent.get(message.id);
    // It was taken back, and the peer did not know yet.
    if (sent === undefined) return this.#stray();
    const isInOrder =
      message.kind === 'failure' || sent.isDelivered === (message.kind === 'answer');
    if (!isInOrder || sent.isAnswered) throw unexpected(message);
    if (message.kind === 'failure') {
      this.#sent.delete(message.id);
      sent.listener.onFailure(message.reason, message.hresult);
    } else if (message.kind === 'delivered') {
      sent.isDelivered = true;
      sent.listener.onDelivered();
    } else {
      sent.isAnswered = true;
      sent.listener.onAnswer(message);
    }
  }

  #heardOfReceived(message: MessageOf<'confirm' | 'withdraw'>): void {
    const received = this.#received.get(message.id);
    if (received === undefined) return this.#stray();
    if (message.kind === 'confirm' && !received.isAnswered) throw unexpected(message);
    this.#received.delete(message.id);
    if (message.kind === 'confirm') received.listener.onConfirmed();
    else received.listener.onWithdrawn(message.reason);
  }

  #stray(): void {
    this.#init.counters.strayFrames += 1;
  }

  #onChannelEnd(): void {
    if (this.#isEnded) return;
    if (this.#splitter.isInsideFrame) this.#init.counters.truncatedFrames += 1;
    this.abort('The peer ended the stream.');
  }

  /** @param isPeerIdle - The peer takes nothing that it has not reported as delivered. */
  #end(isPeerIdle: boolean): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#writer.stop();
    const sent = [...this.#sent.values()];
    const received = [...this.#received.values()];
    this.#sent.clear();
    this.#received.clear();
    this.#init.owner.onEnded(this);
    for (const { listener, isDelivered } of sent) listener.onLost(isPeerIdle && !isDelivered);
    for (const { listener } of received) listener.onWithdrawn('withdrawn');
  }
}

function unexpected({ kind }: Message): ProtocolViolation {
  return new ProtocolViolation('unexpectedFrames', `A frame of kind ${kind} came out of order.`);
}
