import { CollaborationError } from '@beckon/core';
import { CHANNEL_LIMITS, type ChannelChange } from '@beckon/core/adapter';
import { type SchedulerLike, Subscription } from 'rxjs';
import type { ChannelFrame, PairedFrame } from '../network/message.ts';
import type { Reply } from '../replies/reply.ts';

/** How long a side that is closed waits until its peer has everything, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;

/** The arguments of {@link ChannelSide}. */
export interface ChannelSideInit {
  /** Names this opening of the side, in the whole network. */
  readonly session: number;
  /** The address of the peer, for messages. */
  readonly peer: string;
  readonly scheduler: SchedulerLike;
  readonly send: (frame: ChannelFrame) => void;
  /** Called after each change. */
  readonly signal: () => void;
  /** Called once, when the side is open no more. */
  readonly onRelease: () => void;
}

interface WaitingMessage {
  readonly data: Uint8Array;
  readonly reply: Reply<void>;
}

/** One side of a channel, from its opening to its end. */
export class ChannelSide {
  readonly session: number;
  readonly #init: ChannelSideInit;
  readonly #timers = new Subscription();
  readonly #changes: ChannelChange[] = [];
  /** The messages that the peer has no room for, the oldest first. */
  readonly #waiting: WaitingMessage[] = [];
  /** The calls of `send()` whose messages are sent, while the peer has no room for another. */
  readonly #held: Reply<void>[] = [];
  /** The bytes that are sent and that the peer has not taken. */
  #untaken = 0;
  #sent = 0;
  #hasSentEnd = false;
  #received = 0;
  /** The session of the peer that was told of this side last. */
  #greeted: number | undefined;
  /** The session of the peer's side that this side is paired with. */
  #peerSession: number | undefined;
  /** Whether the peer has ended the channel. */
  #isEnded = false;
  /** Makes the error of a call after the peer was lost, or its side has failed. */
  #failure: ((operation: string) => CollaborationError) | undefined;
  #closed: 'byApp' | 'byAdapter' | undefined;
  #closing: Reply<void> | undefined;
  #isReleased = false;

  constructor(init: ChannelSideInit) {
    this.session = init.session;
    this.#init = init;
    init.send({ type: 'open', session: init.session });
    this.#after(CHANNEL_LIMITS.openingMs, () => {
      if (this.#peerSession !== undefined) return;
      this.#fail(
        `${init.peer} has not opened its side within ${CHANNEL_LIMITS.openingMs} ms.`,
        'UNREACHABLE',
      );
      this.#tellLost(false);
    });
  }

  /** The session of the peer's side that this side counts on. */
  get peerSession(): number | undefined {
    return this.#peerSession ?? (this.#closed === undefined ? undefined : this.#greeted);
  }

  /** Whether the peer has not opened its side yet. */
  get isWaiting(): boolean {
    return this.#peerSession === undefined && !this.#isOver;
  }

  /** Tells the peer that this side is open too. */
  pairWith(peerSession: number): void {
    this.#greeted = peerSession;
    this.#init.send({ type: 'paired', from: this.session, to: peerSession });
  }

  /** The peer has opened its side, and knows of this one. */
  opened(peerSession: number): void {
    this.#peerSession = peerSession;
    this.#push({ type: 'opened' });
    this.#flush();
  }

  receive(frame: PairedFrame): void {
    switch (frame.type) {
      case 'message':
        if (this.#isNext(frame.number)) this.#push({ type: 'message', data: frame.data });
        return;
      case 'taken':
        this.#untaken -= frame.bytes;
        return this.#flush();
      case 'end':
        if (!this.#isNext(frame.number)) return;
        this.#isEnded = true;
        this.#init.send({ type: 'endTaken', to: this.#peerSession ?? 0 });
        this.#push({ type: 'ended' });
        this.#rejectWaiting((operation) => this.#endedError(operation));
        return;
      case 'endTaken':
        return this.#release();
    }
  }

  /** The peer is gone, or its side has failed. */
  lost(isFailure: boolean): void {
    const { peer } = this.#init;
    if (isFailure) this.#fail(`the side of ${peer} has failed.`, 'REMOTE_ERROR');
    else this.#fail(`${peer} is gone.`, 'UNREACHABLE');
  }

  /** @throws CollaborationError as `ChannelHandle.next` rejects. */
  next(operation: string): ChannelChange | undefined {
    this.#checkUsable(operation);
    const change = this.#changes.shift();
    if (change === undefined) {
      if (this.#failure !== undefined) throw this.#failure(operation);
      return undefined;
    }
    if (change.type === 'message' && !this.#isOver) {
      const bytes = change.data.byteLength;
      this.#init.send({ type: 'taken', to: this.#peerSession ?? 0, bytes });
    }
    return change;
  }

  /** @throws CollaborationError as `ChannelHandle.send` rejects. */
  send(operation: string, message: Uint8Array, reply: Reply<void>): void {
    this.#checkUsable(operation);
    if (this.#failure !== undefined) throw this.#failure(operation);
    if (this.#isEnded) throw this.#endedError(operation);
    this.#waiting.push({ data: new Uint8Array(message), reply });
    this.#flush();
  }

  /** @throws CollaborationError `CLOSED` the second time. */
  close(operation: string, reply: Reply<void>): void {
    if (this.#closed === 'byAdapter') {
      this.#closed = 'byApp';
      return reply.resolve();
    }
    this.#checkUsable(operation);
    this.#closed = 'byApp';
    this.#changes.length = 0;
    this.#closing = reply;
    // A peer that was told of this side may take it for open already: it must be told of the end.
    const hasNothingToSay = this.#greeted === undefined && this.#waiting.length === 0;
    if (hasNothingToSay) this.#tellLost(false);
    if (this.#isOver || hasNothingToSay) return this.#release();
    this.#after(CLOSE_GRACE_MS, () => {
      this.#tellLost(false);
      this.#release();
    });
    this.#flush();
  }

  /** Ends this side, as the adapter is closed. */
  end(): void {
    if (!this.#isOver) this.#tellLost(false);
    this.#closed ??= 'byAdapter';
    this.#changes.length = 0;
    this.#release();
  }

  /** Whether nothing more goes to the peer, or comes from it. */
  get #isOver(): boolean {
    return this.#isEnded || this.#failure !== undefined || this.#isReleased;
  }

  #checkUsable(operation: string): void {
    if (this.#closed === 'byApp') throw closed(operation);
    if (this.#closed === undefined) return;
    throw new CollaborationError(
      'NOT_INITIALIZED',
      `${operation}: the adapter of this channel has been closed.`,
    );
  }

  /** Checks that no frame was lost on the way. A channel with a gap has failed. */
  #isNext(number: number): boolean {
    if (this.#isOver) return false;
    if (number === this.#received) {
      this.#received += 1;
      return true;
    }
    this.#tellLost(true);
    this.#fail(`a message of ${this.#init.peer} was lost on the way.`, 'UNREACHABLE');
    return false;
  }

  #push(change: ChannelChange): void {
    if (this.#closed !== undefined) return;
    this.#changes.push(change);
    this.#init.signal();
  }

  #flush(): void {
    const to = this.#peerSession;
    if (to === undefined || this.#isOver) return;
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined) break;
      if (this.#untaken + next.data.byteLength > CHANNEL_LIMITS.windowBytes) return;
      this.#waiting.shift();
      this.#untaken += next.data.byteLength;
      this.#init.send({ type: 'message', to, number: this.#sent++, data: next.data });
      this.#held.push(next.reply);
    }
    if (this.#untaken < CHANNEL_LIMITS.windowBytes) {
      for (const reply of this.#held.splice(0)) reply.resolve();
    }
    if (this.#closed === undefined || this.#hasSentEnd) return;
    this.#hasSentEnd = true;
    this.#init.send({ type: 'end', from: this.session, to, number: this.#sent });
  }

  #fail(reason: string, code: 'UNREACHABLE' | 'REMOTE_ERROR'): void {
    if (this.#isOver) return;
    const failure = (operation: string): CollaborationError =>
      new CollaborationError(code, `${operation}: ${reason} Close the channel, and open it again.`);
    this.#failure = failure;
    this.#rejectWaiting(failure);
    if (this.#closed === undefined) this.#init.signal();
    else this.#release();
  }

  #rejectWaiting(reason: (operation: string) => unknown): void {
    const replies = [...this.#held.splice(0), ...this.#waiting.splice(0).map(({ reply }) => reply)];
    for (const reply of replies) reply.reject(reason('ChannelHandle.send'));
    if (this.#closing !== undefined) this.#release();
  }

  #release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#timers.unsubscribe();
    this.#rejectWaiting(closed);
    this.#closing?.resolve();
    this.#init.onRelease();
  }

  #tellLost(isFailure: boolean): void {
    this.#init.send({ type: 'lost', session: this.session, isFailure });
  }

  #endedError(operation: string): CollaborationError {
    return new CollaborationError(
      'CLOSED',
      `${operation}: ${this.#init.peer} has ended the channel. Close it, and open it again.`,
    );
  }

  #after(delayMs: number, act: () => void): void {
    this.#timers.add(this.#init.scheduler.schedule(act, delayMs));
  }
}

function closed(operation: string): CollaborationError {
  return new CollaborationError('CLOSED', `${operation}: the channel is closed.`);
}
