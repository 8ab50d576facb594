import {
  type FinalInvitationStatus,
  type InviteRequest,
  isFinalInvitationStatus,
} from '@beckon/core';
import { Subject } from 'rxjs';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import type { CollaborationStore } from './collaboration-store.ts';
import type { InviteCallbacks } from './invite-callbacks.ts';
import { IDLE, type InviteProgress, inviteResult, type UseInviteResult } from './invite-result.ts';
import { Lifetime } from './lifetime.ts';
import { SnapshotSubject } from './snapshot-source.ts';

/** What a slot tells of its invitations, what a second one does to the first, and whether they outlive it. */
export interface InviteSlotOptions extends InviteCallbacks {
  readonly whilePending?: 'replace' | 'ignore';
  readonly keepOnUnmount?: boolean;
}

/** Holds the one invitation of a component, and what became of it. */
export class InviteSlot {
  readonly result: SnapshotSubject<UseInviteResult>;
  readonly lifetime = new Lifetime(() => {
    if (this.#options.keepOnUnmount !== true) this.#cancel();
  });
  #store: CollaborationStore | undefined;
  #options: InviteSlotOptions = {};
  /** Takes back the invitation that is shown, while that is in flight. */
  #current: AbortController | undefined;

  constructor() {
    this.result = new SnapshotSubject(this.#resultOf(IDLE));
  }

  /** Sets where the next invitation goes, and who hears of this one from here on. */
  configure(store: CollaborationStore, options: InviteSlotOptions): void {
    this.#store = store;
    this.#options = options;
  }

  readonly #invite = (request: InviteRequest, callbacks: InviteCallbacks = {}): void => {
    this.#send(request, callbacks);
  };

  readonly #inviteAsync = (
    request: InviteRequest,
    callbacks: InviteCallbacks = {},
  ): Promise<FinalInvitationStatus> =>
    new Promise((resolve, reject) => {
      const isSent = this.#send(request, callbacks, {
        onStatus: (status) => {
          if (isFinalInvitationStatus(status)) resolve(status);
        },
        onError: reject,
      });
      if (!isSent) resolve({ state: 'cancelled' });
    });

  readonly #cancel = (): void => this.#current?.abort();

  readonly #reset = (): void => {
    this.#replaceCurrent(undefined);
    this.result.set(this.#resultOf(IDLE));
  };

  /** Sends an invitation, unless it is to be ignored. */
  #send(request: InviteRequest, ...callbacks: readonly InviteCallbacks[]): boolean {
    if (this.#store === undefined) {
      throw new Error(
        'useInvite: invite() was called while rendering. Call it when the user acts.',
      );
    }
    if (this.#current !== undefined && this.#options.whilePending === 'ignore') return false;
    const own = this.#replaceCurrent(new AbortController());
    if (!this.lifetime.isHeld && this.#options.keepOnUnmount !== true) own.abort();
    let progress: InviteProgress = { ...IDLE, request };
    const advance = (change: Partial<InviteProgress>, isEnd: boolean): void => {
      progress = { ...progress, ...change };
      if (this.#current !== own) return;
      if (isEnd) this.#current = undefined;
      this.result.set(this.#resultOf(progress));
    };
    // A subscription for each, because one that throws must not keep it from the others.
    const told$ = new Subject<(listener: InviteCallbacks) => void>();
    const shown: InviteCallbacks = {
      onStatus: (status) => advance({ status }, isFinalInvitationStatus(status)),
      onError: (error) => advance({ error }, true),
    };
    told$.subscribe((tell) => tell(shown));
    told$.subscribe((tell) => tell(this.#options));
    for (const listener of callbacks) told$.subscribe((tell) => tell(listener));
    this.#store.send(request, own, {
      next: (status) => told$.next(({ onStatus }) => onStatus?.(status, request)),
      error: (thrown: unknown) => {
        const error = collaborationErrorOf('useInvite', thrown);
        told$.next(({ onError }) => onError?.(error, request));
      },
    });
    return true;
  }

  /** Lets go of the invitation before cancelling it: what it still says is for the callbacks only. */
  #replaceCurrent<T extends AbortController | undefined>(next: T): T {
    const replaced = this.#current;
    this.#current = next;
    replaced?.abort();
    return next;
  }

  #resultOf(progress: InviteProgress): UseInviteResult {
    return inviteResult(progress, {
      invite: this.#invite,
      inviteAsync: this.#inviteAsync,
      cancel: this.#cancel,
      reset: this.#reset,
    });
  }
}
