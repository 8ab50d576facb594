import { isCollaborationError, type CollaborationErrorCode } from '@beckon/core';
import { type Observable, of, Subscription } from 'rxjs';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { DialTarget } from '../transport.ts';
import type { PeerChange, PeerState } from './peer-state.ts';
import type { PeerWatch } from './peer-watch.ts';

/** The first new attempt comes after about this time, and each later one after twice as much. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** How to reach those who are watched. */
export interface PeerRoutes {
  /** The watch over an open link with the target. */
  find(target: DialTarget): PeerWatch | undefined;
  /** Emits the watch over a link with the target, and completes. Errors when it cannot be reached. */
  dial(target: DialTarget): Observable<PeerWatch>;
}

/** Where somebody may be. */
export interface PeerPlace {
  /** As the app, or the contact list, spells it. */
  readonly address: string;
  readonly target: DialTarget;
}

/** Hears what a followed peer shows. */
export interface FollowerListener {
  /** The whole state is here, for the first time or anew. */
  onShown(state: PeerState): void;
  onChange(change: PeerChange, state: PeerState): void;
  /** The peer shows nothing, or is not reached. It is tried again. */
  onGone(code: CollaborationErrorCode): void;
}

export interface PeerFollowerInit {
  /** Where the peer may be now, the best first. Asked before each attempt. */
  readonly places: () => readonly PeerPlace[];
  readonly routes: PeerRoutes;
  readonly deadlines: Deadlines;
  readonly listener: FollowerListener;
}

/** Keeps watching one peer: over a link that is open or a new one, at one place after the other, again and again. */
export class PeerFollower {
  readonly #init: PeerFollowerInit;
  #phase: 'stopped' | 'asking' | 'shown' | 'hidden' | 'lost' = 'stopped';
  #place: PeerPlace | undefined;
  #peerName: string | undefined;
  /** Attempts that have failed since the peer was seen. */
  #failures = 0;
  #dialling: Subscription | undefined;
  #listening: Subscription | undefined;
  #cancelRetry: CancelDeadline | undefined;

  constructor(init: PeerFollowerInit) {
    this.#init = init;
  }

  get isStopped(): boolean {
    return this.#phase === 'stopped';
  }

  get isShown(): boolean {
    return this.#phase === 'shown';
  }

  /** Who was reached last. */
  get peerName(): string | undefined {
    return this.#peerName;
  }

  /** Where the peer was looked for last. */
  get address(): string | undefined {
    return this.#place?.address;
  }

  /** Tries now, unless an attempt is under way or the peer is seen. */
  follow(): void {
    if (this.#phase === 'asking' || this.#phase === 'shown') return;
    this.#begin();
  }

  /** Does nothing more, and calls nobody. */
  stop(): void {
    this.#leave();
    this.#phase = 'stopped';
    this.#failures = 0;
  }

  #begin(): void {
    this.#leave();
    this.#phase = 'asking';
    const { places, routes } = this.#init;
    const all = places();
    this.#place = all[this.#failures % Math.max(1, all.length)];
    if (this.#place === undefined) return this.#lose();
    const { target } = this.#place;
    this.#peerName = target.peerName ?? this.#peerName;
    const found = routes.find(target);
    this.#dialling = (found === undefined ? routes.dial(target) : of(found)).subscribe({
      next: (watch) => this.#listenTo(watch),
      error: (error: unknown) => this.#lose(error),
    });
  }

  #listenTo(watch: PeerWatch): void {
    const { listener } = this.#init;
    this.#peerName = watch.peerName;
    // The listener may be told something at once, and stop then.
    const listening = new Subscription();
    this.#listening = listening;
    listening.add(
      watch.listen({
        onShown: (state) => {
          this.#phase = 'shown';
          this.#failures = 0;
          listener.onShown(state);
        },
        onChange: (change, state) => listener.onChange(change, state),
        onHidden: () => {
          this.#phase = 'hidden';
          listener.onGone('UNREACHABLE');
        },
        onLost: () => this.#lose(),
      }),
    );
  }

  #lose(error?: unknown): void {
    this.#leave();
    this.#phase = 'lost';
    const { places, deadlines, listener } = this.#init;
    const rounds = Math.floor(this.#failures / Math.max(1, places().length));
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** rounds);
    this.#failures += 1;
    // Those who have lost the same peer do not all come back in one moment.
    const delayMs = longest * (0.5 + Math.random() / 2);
    this.#cancelRetry = deadlines.add(delayMs, () => this.#begin());
    listener.onGone(isCollaborationError(error) ? error.code : 'UNREACHABLE');
  }

  #leave(): void {
    this.#dialling?.unsubscribe();
    this.#dialling = undefined;
    this.#listening?.unsubscribe();
    this.#listening = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }
}
