import { isCollaborationError, type CollaborationErrorCode } from '@beckon/core';
import { type Observable, of, Subscription } from 'rxjs';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { DialTarget } from '../transport.ts';
import type { PeerChange, PeerState } from './peer-state.ts';
import type { PeerWatch } from './peer-watch.ts';

/** The first retry comes after about this time, and each later one after twice as long. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** How to reach watched peers. */
export interface PeerRoutes {
  /** The watch over an open link with the target. */
  find(target: DialTarget): PeerWatch | undefined;
  /** Emits the watch over a link with the target, and completes. Errors when the target cannot be reached. */
  dial(target: DialTarget): Observable<PeerWatch>;
}

/** A place where a peer may be. */
export interface PeerPlace {
  /** As the app or the contact list spells it. */
  readonly address: string;
  readonly target: DialTarget;
}

/** Hears what a followed peer shows. */
export interface FollowerListener {
  /** The whole state has come, for the first time or again. */
  onShown(state: PeerState): void;
  onChange(change: PeerChange, state: PeerState): void;
  /** The peer shows nothing, or cannot be reached. The follower tries again. */
  onGone(code: CollaborationErrorCode): void;
}

export interface PeerFollowerInit {
  /** Where the peer may be now, the best first. Asked before each attempt. */
  readonly places: () => readonly PeerPlace[];
  readonly routes: PeerRoutes;
  readonly deadlines: Deadlines;
  readonly listener: FollowerListener;
}

/** Keeps watching one peer over an open link or a new one. Tries one place after another, again and again. */
export class PeerFollower {
  readonly #init: PeerFollowerInit;
  #phase: 'stopped' | 'asking' | 'shown' | 'hidden' | 'lost' = 'stopped';
  #place: PeerPlace | undefined;
  #peerName: string | undefined;
  /** Failed attempts since the peer was last seen. */
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

  /** The identity of the peer that was reached last. */
  get peerName(): string | undefined {
    return this.#peerName;
  }

  /** The address that was tried last. */
  get address(): string | undefined {
    return this.#place?.address;
  }

  /** Tries now, unless an attempt is under way or the peer's state is here. */
  follow(): void {
    if (this.#phase === 'asking' || this.#phase === 'shown') return;
    this.#begin();
  }

  /** Stops. The listener is not called any more. */
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
    // `listen` may call the listener at once, and the listener may call `stop`.
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
    // Sides that have lost the same peer must not all retry in the same moment.
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
