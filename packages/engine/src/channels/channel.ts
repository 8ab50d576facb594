import { CollaborationError } from '@beckon/core';
import {
  CHANNEL_LIMITS,
  type ChannelChange,
  type ChannelHandle,
  checkContent,
} from '@beckon/core/adapter';
import { Subscription } from 'rxjs';
import type { Deadlines } from '../deadlines.ts';
import { afterThisTurn } from '../link/after-this-turn.ts';
import { type ProtocolViolation, unexpected } from '../wire/protocol-violation.ts';
import type { ChannelMatter, ChannelStream, ChannelStreamOwner } from './channel-stream.ts';
import { costOf, ReceiveCredit, SendCredit } from './credit.ts';
import { FrameMemory } from './frame-memory.ts';

/** How long `close` waits until the peer's side has everything, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;
/** How long messages that were sent before `close` are still delivered to a slow peer, in milliseconds. */
const LINGER_MS = 30_000;

export interface ChannelInit {
  /** The proven identity of the peer. */
  readonly peerName: string;
  readonly deadlines: Deadlines;
  /** Called after each change. */
  readonly signal: () => void;
  /** This side is no longer open: the peer has ended it, the peer is lost, or the app has closed it. Called once. */
  readonly onOver: () => void;
  /** Nothing more goes to the peer or comes from it. Called once, last. */
  readonly onGone: () => void;
}

/** A message that waits to be written. */
interface Waiting {
  readonly frame: Uint8Array;
  readonly cost: number;
  readonly resolve: () => void;
  readonly reject: (error: CollaborationError) => void;
}

/**
 * This side of one channel.
 *
 * | stage | waits for |
 * |---|---|
 * | `opening` | the peer's side |
 * | `open` | messages of both sides, and the first end |
 * | `ending` | the peer's word that it has everything, after the app has closed this side |
 * | `gone` | nothing; received messages can still be taken |
 */
export class Channel implements ChannelHandle, ChannelStreamOwner {
  readonly #init: ChannelInit;
  readonly #changes: ChannelChange[] = [];
  readonly #waiting: Waiting[] = [];
  /** Calls that resolve when the stream takes more. Their messages are written already. */
  readonly #heldUp: Waiting[] = [];
  readonly #frameMemory = new FrameMemory();
  readonly #sendCredit = new SendCredit();
  readonly #receiveCredit = new ReceiveCredit();
  readonly #timers = new Subscription();
  #stage: 'opening' | 'open' | 'ending' | 'gone' = 'opening';
  #stream: ChannelStream | undefined;
  #isOpened = false;
  #isEndedByPeer = false;
  #hasSentEnd = false;
  #failure: ((operation: string) => CollaborationError) | undefined;
  #closed: 'byApp' | 'byAdapter' | undefined;
  #onGone: (() => void) | undefined;
  #cancelGrant: (() => void) | undefined;

  constructor(init: ChannelInit) {
    this.#init = init;
    this.#after(CHANNEL_LIMITS.openingMs, () => {
      if (this.#isOpened) return;
      this.fail('UNREACHABLE', `${init.peerName} has not opened its side in time.`);
    });
  }

  get peerName(): string {
    return this.#init.peerName;
  }

  /** Whether the peer has opened its side. */
  get isOpened(): boolean {
    return this.#isOpened;
  }

  /** Whether a stream would be useless now. */
  get isGone(): boolean {
    return this.#stage === 'gone';
  }

  /** Gives the channel its stream. The peer may still have to open its side. Called once. */
  attach(stream: ChannelStream): void {
    this.#stream = stream;
    stream.begin(this);
  }

  /** Both sides are open. */
  onOpened(): void {
    this.#isOpened = true;
    this.#sendCredit.open();
    if (this.#stage === 'opening') this.#stage = 'open';
    this.#push({ type: 'opened' });
    this.#pump();
  }

  async next(): Promise<ChannelChange | undefined> {
    this.#checkUsable('ChannelHandle.next');
    const change = this.#changes.shift();
    if (change?.type === 'message') this.#taken(change.data.length);
    if (change === undefined && this.#failure !== undefined)
      throw this.#failure('ChannelHandle.next');
    return change;
  }

  async send(message: Uint8Array): Promise<void> {
    checkContent.channelMessage('ChannelHandle.send', message);
    this.#checkUsable('ChannelHandle.send');
    if (this.#failure !== undefined) throw this.#failure('ChannelHandle.send');
    if (this.#isEndedByPeer) throw this.#endedError('ChannelHandle.send');
    // The app may write to its own bytes as soon as this function has returned.
    const frame = this.#frameMemory.frameOf(message);
    const cost = costOf(message.length);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame, cost, resolve, reject });
      this.#pump();
    });
  }

  async close(): Promise<void> {
    if (this.#closed === 'byAdapter') return;
    this.#checkUsable('ChannelHandle.close');
    this.#closed = 'byApp';
    await this.#end();
  }

  /** The adapter is being closed. Resolves as {@link close} does. */
  async onAdapterClosed(): Promise<void> {
    this.#closed ??= 'byAdapter';
    await this.#end();
    this.abort();
  }

  /** Ends this side at once. */
  abort(): void {
    this.#stream?.abort('The channel is closed.');
    this.#go();
  }

  /** The peer, or the connection to it, has failed. */
  fail(code: 'UNREACHABLE' | 'REMOTE_ERROR', reason: string, cause?: unknown): void {
    if (this.#stage === 'gone') return;
    this.#failure = (operation) =>
      new CollaborationError(
        code,
        `${operation}: ${reason} Close the channel; both sides may open it again.`,
        { cause },
      );
    this.#rejectWaiting(this.#failure);
    this.abort();
    this.#signal();
  }

  admit(messageBytes: number): void {
    if (!this.#isOpened) throw unexpected('message');
    this.#receiveCredit.spend(costOf(messageBytes));
  }

  receive(frame: ChannelMatter): void {
    switch (frame.kind) {
      case 'opened':
        if (this.#isOpened) throw unexpected(frame.kind);
        return this.onOpened();
      case 'refused':
        if (this.#isOpened) throw unexpected(frame.kind);
        return frame.reason === 'failed'
          ? this.fail('REMOTE_ERROR', `the side of ${this.#init.peerName} has failed.`)
          : this.fail('UNREACHABLE', `${this.#init.peerName} has not opened its side.`);
      case 'message':
        if (this.#closed !== undefined) return this.#taken(frame.data.length);
        return this.#push({ type: 'message', data: frame.data });
      case 'credit':
        this.#sendCredit.add(frame.bytes);
        this.#frameMemory.taken(frame.bytes);
        return this.#pump();
      case 'end':
        if (!this.#isOpened) throw unexpected(frame.kind);
        return this.#endedByPeer();
      case 'open':
        throw unexpected(frame.kind);
    }
  }

  onDrain(): void {
    this.#pump();
  }

  onLost(violation?: ProtocolViolation): void {
    const { peerName } = this.#init;
    if (violation === undefined) this.fail('UNREACHABLE', `${peerName} is gone.`);
    else this.fail('REMOTE_ERROR', `the side of ${peerName} has failed.`, violation);
  }

  /** Writes what may be written. */
  #pump(): void {
    const stream = this.#stream;
    if (stream === undefined || !this.#isOpened || this.#stage === 'gone') return;
    if (!stream.isFull) for (const { resolve } of this.#heldUp.splice(0)) resolve();
    for (let next; (next = this.#waiting[0]) !== undefined && !stream.isFull;) {
      if (!this.#sendCredit.has(next.cost)) break;
      this.#waiting.shift();
      this.#sendCredit.spend(next.cost);
      stream.writeBytes(next.frame);
      this.#frameMemory.sent(next.cost, next.frame);
      if (stream.isFull) this.#heldUp.push(next);
      else next.resolve();
    }
    if (this.#stage !== 'ending' || this.#waiting.length > 0 || this.#hasSentEnd) return;
    this.#hasSentEnd = true;
    stream.write({ kind: 'end' });
  }

  /** The app has taken a message of the peer. */
  #taken(messageBytes: number): void {
    this.#receiveCredit.take(costOf(messageBytes));
    if (this.#stage === 'gone') return;
    if (this.#receiveCredit.isDue) this.#grant();
    else if (this.#receiveCredit.isNeeded) this.#grantWhenSilent();
  }

  #grant(): void {
    this.#cancelGrant?.();
    this.#cancelGrant = undefined;
    this.#stream?.write({ kind: 'credit', bytes: this.#receiveCredit.grant() });
  }

  /**
   * Waits for a pause: while more messages come the peer has credit left, and one frame gives back that of several
   * messages.
   */
  #grantWhenSilent(): void {
    const heard = this.#stream?.signsOfLife;
    this.#cancelGrant ??= afterThisTurn(() => {
      this.#cancelGrant = undefined;
      if (this.#stream?.signsOfLife === heard) this.#grant();
      else this.#grantWhenSilent();
    });
  }

  /** The peer has ended the channel. All its messages are here, and it takes no more. */
  #endedByPeer(): void {
    const stream = this.#stream;
    if (!this.#hasSentEnd) stream?.write({ kind: 'end' });
    this.#isEndedByPeer = true;
    if (this.#hasSentEnd) for (const { resolve } of this.#heldUp.splice(0)) resolve();
    this.#rejectWaiting((operation) => this.#endedError(operation));
    void stream?.close();
    this.#go();
    if (this.#closed === undefined) this.#push({ type: 'ended' });
  }

  /** Delivers all sent messages, and then the end. Resolves when the peer has them, or after {@link CLOSE_GRACE_MS}. */
  #end(): Promise<void> {
    for (const change of this.#changes.splice(0)) {
      if (change.type === 'message') this.#taken(change.data.length);
    }
    if (this.#stage === 'gone') return Promise.resolve();
    const hasNothingToSay = !this.#isOpened && this.#waiting.length === 0;
    if (hasNothingToSay && this.#stream === undefined) {
      this.abort();
      return Promise.resolve();
    }
    if (this.#stage !== 'ending') {
      this.#stage = 'ending';
      this.#init.onOver();
      this.#after(hasNothingToSay ? CLOSE_GRACE_MS : LINGER_MS, () => this.abort());
      this.#pump();
    }
    // The peer may be opening its side just now. It is told of the end then, and nobody waits for that.
    if (hasNothingToSay) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onGone = resolve;
      this.#after(CLOSE_GRACE_MS, resolve);
    });
  }

  #go(): void {
    if (this.#stage === 'gone') return;
    const wasOver = this.#stage === 'ending';
    this.#stage = 'gone';
    this.#timers.unsubscribe();
    this.#cancelGrant?.();
    this.#rejectWaiting((operation) => closed(operation));
    if (!wasOver) this.#init.onOver();
    this.#init.onGone();
    this.#onGone?.();
  }

  #push(change: ChannelChange): void {
    if (this.#closed !== undefined) return;
    this.#changes.push(change);
    this.#signal();
  }

  #signal(): void {
    if (this.#closed === undefined) this.#init.signal();
  }

  #rejectWaiting(reason: (operation: string) => CollaborationError): void {
    for (const { reject } of [...this.#heldUp.splice(0), ...this.#waiting.splice(0)]) {
      reject(reason('ChannelHandle.send'));
    }
  }

  #checkUsable(operation: string): void {
    if (this.#closed === 'byApp') throw closed(operation);
    if (this.#closed === undefined) return;
    throw new CollaborationError(
      'NOT_INITIALIZED',
      `${operation}: the adapter of this channel has been closed.`,
    );
  }

  #endedError(operation: string): CollaborationError {
    return new CollaborationError(
      'CLOSED',
      `${operation}: ${this.#init.peerName} has ended the channel. Close it; both sides may open it again.`,
    );
  }

  #after(delayMs: number, act: () => void): void {
    this.#timers.add(this.#init.deadlines.add(delayMs, act));
  }
}

function closed(operation: string): CollaborationError {
  return new CollaborationError('CLOSED', `${operation}: the channel is closed.`);
}
