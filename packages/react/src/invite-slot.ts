import type { InvitationStatus, InviteRequest } from '@beckon/core';
import { asError } from './as-error.ts';
import type { CollaborationStore } from './collaboration-store.ts';
import { IDLE, type InviteProgress, inviteResult, type UseInviteResult } from './invite-result.ts';
import { Lifetime } from './lifetime.ts';
import { SnapshotSubject } from './snapshot-source.ts';

/** What a slot tells of its invitations, and whether they outlive it. */
export interface InviteSlotOptions {
  readonly onStatus?: (status: InvitationStatus, request: InviteRequest) => void;
  readonly onError?: (error: Error, request: InviteRequest) => void;
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
  #current: AbortController | undefined;

  constructor() {
    this.result = new SnapshotSubject(this.#resultOf(IDLE));
  }

  /** Sets where the next invitation goes, and who hears of this one from here on. */
  configure(store: CollaborationStore, options: InviteSlotOptions): void {
    this.#store = store;
    this.#options = options;
  }

  readonly #invite = (request: InviteRequest): void => {
    if (this.#store === undefined) {
      throw new Error(
        'useInvite: invite() was called while rendering. Call it when the user acts.',
      );
    }
    const own = this.#replaceCurrent(new AbortController());
    if (!this.lifetime.isHeld && this.#options.keepOnUnmount !== true) own.abort();
    let progress: InviteProgress = { ...IDLE, request };
    const advance = (change: Partial<InviteProgress>): void => {
      progress = { ...progress, ...change };
      if (this.#current === own) this.result.set(this.#resultOf(progress));
    };
    this.#store.send(request, own, {
      next: (status) => {
        advance({ status });
        this.#options.onStatus?.(status, request);
      },
      error: (thrown: unknown) => {
        const error = asError('useInvite', thrown);
        advance({ error });
        this.#options.onError?.(error, request);
      },
    });
  };

  readonly #cancel = (): void => this.#current?.abort();

  readonly #reset = (): void => {
    this.#replaceCurrent(undefined);
    this.result.set(this.#resultOf(IDLE));
  };

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
      cancel: this.#cancel,
      reset: this.#reset,
    });
  }
}
