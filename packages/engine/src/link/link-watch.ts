import type { SchedulerLike, Subscription } from 'rxjs';
import { clockOf } from '../clock.ts';
import { type ConnectionSigns, createConnectionSigns } from './connection-signs.ts';

/** How long things may take on a link, in milliseconds. */
export interface LinkTiming {
  /** A peer that is silent for this long is dead, while this side waits for it. */
  readonly silenceTimeoutMs: number;
  /** The first frame, and each frame that has begun, must be complete within this time. */
  readonly frameTimeoutMs: number;
  /** The side that opened the stream ends it after this time without anything open. */
  readonly idleTimeoutMs: number;
}

/** Hears the findings of a watch. The watch has stopped after the last three. */
export interface LinkWatchOwner {
  /** The peer has been silent for a while, and should be asked for a sign of life. */
  onSilence(): void;
  onDead(): void;
  onSlowFrame(): void;
  onIdle(): void;
}

/** The first question comes after this share of the allowed silence. */
const FIRST_QUESTION = 0.4;
/** Each further question comes after this share. */
const NEXT_QUESTIONS = 0.2;
/** A frame may take this many times its limit, while the peer is heard on other streams. */
const MAX_FRAME_TIMES = 6;

/**
 * Keeps the time limits of one link: silence of the peer, unfinished frames, and idleness. Its one timer runs only
 * while one of these limits can be reached.
 *
 * A blocked event loop of this process must not count as silence of the peer. When the timer is late, the peer gets
 * time for one more sign of life.
 *
 * Each stream asks for itself: the peer may have lost it. But the peer is dead only when no stream of the connection
 * hears it, because a stream that fills the line holds up the answers on the others.
 */
export class LinkWatch {
  readonly #timing: LinkTiming;
  readonly #isOpener: boolean;
  readonly #scheduler: SchedulerLike;
  readonly #owner: LinkWatchOwner;
  readonly #signs: ConnectionSigns;
  readonly #now: () => number;
  readonly #firstQuestionMs: number;
  readonly #questionMs: number;
  #held = 0;
  #isStopped = false;
  /** The time when the silence of this stream began. */
  #silentSince: number;
  #askedAt = Number.NEGATIVE_INFINITY;
  #idleSince: number;
  #frameSince: number | undefined;
  #timer: { readonly dueAt: number; readonly subscription: Subscription } | undefined;

  constructor(
    timing: LinkTiming,
    isOpener: boolean,
    scheduler: SchedulerLike,
    owner: LinkWatchOwner,
    signs = createConnectionSigns(),
  ) {
    this.#timing = timing;
    this.#isOpener = isOpener;
    this.#scheduler = scheduler;
    this.#owner = owner;
    this.#signs = signs;
    this.#firstQuestionMs = FIRST_QUESTION * timing.silenceTimeoutMs;
    this.#questionMs = NEXT_QUESTIONS * timing.silenceTimeoutMs;
    this.#now = clockOf(scheduler);
    const now = this.#now();
    signs.saidAt = Math.max(signs.saidAt, now);
    this.#silentSince = now;
    this.#idleSince = now;
    this.#frameSince = now;
    this.#plan(now);
  }

  /** How many things are open on the link. */
  get held(): number {
    return this.#held;
  }

  /** Something is open from now on. */
  hold(): void {
    if (this.#held++ > 0) return;
    const now = this.#now();
    this.#silentSince = now;
    this.#plan(now);
  }

  /** Something that was open has ended. */
  release(): void {
    if (--this.#held > 0) return;
    const now = this.#now();
    this.#idleSince = now;
    this.#plan(now);
  }

  /** The peer has given a sign of life. */
  heard(): void {
    this.#silentSince = this.#now();
    this.#signs.heardAt = this.#silentSince;
  }

  /** This side has said something. */
  said(): void {
    this.#signs.saidAt = this.#now();
  }

  /** Whether the peer may wait for a sign of this side. Its question may be behind much else that it sends. */
  get isSignDue(): boolean {
    return this.#held > 0 && this.#now() - this.#signs.saidAt >= this.#questionMs;
  }

  /** Sets whether a frame has begun and is not complete. */
  inFrame(isInside: boolean): void {
    if (!isInside) this.#frameSince = undefined;
    else if (this.#frameSince === undefined) {
      this.#frameSince = this.#now();
      this.#plan(this.#frameSince);
    }
  }

  /** Stops the watch. The owner is not called any more. */
  stop(): void {
    this.#isStopped = true;
    this.#clearTimer();
  }

  #clearTimer(): void {
    this.#timer?.subscription.unsubscribe();
    this.#timer = undefined;
  }

  /** The time of the next limit. */
  #nextAt(): number {
    const { idleTimeoutMs } = this.#timing;
    let at = Number.POSITIVE_INFINITY;
    if (this.#frameSince !== undefined) at = this.#frameDeadline(this.#frameSince);
    if (this.#held > 0) {
      at = Math.min(at, this.#questionAt(), this.#deadAt());
    } else if (this.#isOpener) at = Math.min(at, this.#idleSince + idleTimeoutMs);
    return at;
  }

  #questionAt(): number {
    return Math.max(this.#silentSince + this.#firstQuestionMs, this.#askedAt + this.#questionMs);
  }

  /** The rest of a frame may be behind the bytes of another stream. */
  #frameDeadline(since: number): number {
    const { frameTimeoutMs } = this.#timing;
    const { heardAt } = this.#signs;
    const isHeardElsewhere = heardAt > Math.max(since, this.#silentSince);
    const latest = since + MAX_FRAME_TIMES * frameTimeoutMs;
    return Math.min(latest, (isHeardElsewhere ? heardAt : since) + frameTimeoutMs);
  }

  #deadAt(): number {
    return Math.max(this.#silentSince, this.#signs.heardAt) + this.#timing.silenceTimeoutMs;
  }

  /**
   * A timer that fires early finds nothing to do and is set again. That is cheaper than moving it for each sign of
   * life.
   */
  #plan(now: number): void {
    const dueAt = this.#nextAt();
    if (this.#isStopped || dueAt === Number.POSITIVE_INFINITY) return;
    if (this.#timer !== undefined && this.#timer.dueAt <= dueAt) return;
    this.#clearTimer();
    this.#timer = {
      dueAt,
      subscription: this.#scheduler.schedule(() => this.#look(dueAt), Math.max(0, dueAt - now)),
    };
  }

  #look(dueAt: number): void {
    this.#timer = undefined;
    const { idleTimeoutMs } = this.#timing;
    const now = this.#now();
    if (now - dueAt > this.#questionMs / 2) this.#forgive(now);
    if (this.#frameSince !== undefined && now >= this.#frameDeadline(this.#frameSince)) {
      return this.#owner.onSlowFrame();
    }
    if (this.#held > 0) {
      if (now >= this.#deadAt()) return this.#owner.onDead();
      if (now >= this.#questionAt()) {
        this.#askedAt = now;
        this.#owner.onSilence();
      }
    } else if (this.#isOpener && now >= this.#idleSince + idleTimeoutMs) {
      return this.#owner.onIdle();
    }
    this.#plan(now);
  }

  /** The event loop was blocked, and bytes that came meanwhile are not read yet. */
  #forgive(now: number): void {
    const { frameTimeoutMs, silenceTimeoutMs } = this.#timing;
    this.#silentSince = Math.max(this.#silentSince, now - silenceTimeoutMs + this.#questionMs);
    if (this.#frameSince !== undefined) {
      this.#frameSince = Math.max(this.#frameSince, now - frameTimeoutMs + this.#questionMs);
    }
  }
}
