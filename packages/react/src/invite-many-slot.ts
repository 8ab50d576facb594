import type { CollaborationError, InvitationTarget } from '@beckon/core';
import {
  inviteMany,
  type InviteManyRequest,
  type InviteManyStatus,
} from '@beckon/core/invite-many';
import { defer } from 'rxjs';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import type { CollaborationStore } from './collaboration-store.ts';
import { eitherSignal } from './either-signal.ts';
import { Lifetime } from './lifetime.ts';
import { SnapshotSubject } from './snapshot-source.ts';

/** Where the invitations of a component stand. */
export interface InviteManyProgress {
  /** What each invitation has come to, in the order of the recipients. Empty before the first. */
  readonly statuses: InviteManyStatus;
  /** Whether one of them is not answered yet. */
  readonly isPending: boolean;
  /** Why nothing was sent: the request is wrong. What becomes of one invitation is in `statuses`. */
  readonly error: CollaborationError | undefined;
}

const IDLE: InviteManyProgress = Object.freeze({
  statuses: new Map(),
  isPending: false,
  error: undefined,
});

/** Holds what one call of a component has sent, and what became of it. */
export class InviteManySlot {
  readonly progress = new SnapshotSubject<InviteManyProgress>(IDLE);
  readonly lifetime = new Lifetime(() => this.withdraw());
  #store: CollaborationStore | undefined;
  /** Withdraws what is shown. */
  #current: AbortController | undefined;

  /** Sets where the next invitations go. */
  configure(store: CollaborationStore): void {
    this.#store = store;
  }

  readonly inviteMany = (
    recipients: readonly InvitationTarget[],
    request: InviteManyRequest,
  ): void => {
    const store = this.#store;
    if (store === undefined) {
      throw new Error(
        'useInviteMany: inviteMany() was called while rendering. Call it when the user acts.',
      );
    }
    const replaced = this.#current;
    const own = new AbortController();
    this.#current = own;
    replaced?.abort();
    if (!this.lifetime.isHeld || !store.lifetime.isHeld) own.abort();
    let progress: InviteManyProgress = IDLE;
    const advance = (change: Partial<InviteManyProgress>): void => {
      progress = { ...progress, ...change };
      if (this.#current === own) this.progress.set(progress);
    };
    advance({ isPending: true });
    const signal = eitherSignal(own.signal, request.signal);
    const sent = defer(() =>
      inviteMany(store.adapter, recipients, { ...request, signal }, store.options),
    ).subscribe({
      next: (statuses) => advance({ statuses }),
      complete: () => advance({ isPending: false }),
      error: (thrown: unknown) =>
        advance({ isPending: false, error: collaborationErrorOf('useInviteMany', thrown) }),
    });
    sent.add(store.end$.subscribe(() => own.abort()));
  };

  readonly withdraw = (): void => this.#current?.abort();
}
