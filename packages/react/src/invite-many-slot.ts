import type { CollaborationAdapter, CollaborationError, InvitationTarget } from '@beckon/core';
import {
  inviteMany,
  type InviteManyRequest,
  type InviteManyStatus,
} from '@beckon/core/invite-many';
import { defer, type Subscription } from 'rxjs';
import { collaborationErrorOf } from './collaboration-error-of.ts';
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

/** Holds the invitations of a component. */
export class InviteManySlot {
  readonly progress = new SnapshotSubject<InviteManyProgress>(IDLE);
  readonly lifetime = new Lifetime(() => this.#current?.unsubscribe());
  #adapter: CollaborationAdapter | undefined;
  #current: Subscription | undefined;

  configure(adapter: CollaborationAdapter): void {
    this.#adapter = adapter;
  }

  readonly inviteMany = (
    recipients: readonly InvitationTarget[],
    request: InviteManyRequest,
  ): void => {
    const adapter = this.#adapter;
    if (adapter === undefined) {
      throw new Error(
        'useInviteMany: inviteMany() was called while rendering. Call it when the user acts.',
      );
    }
    this.#current?.unsubscribe();
    this.progress.set({ ...IDLE, isPending: true });
    const set = (change: Partial<InviteManyProgress>): void =>
      this.progress.set({ ...this.progress.getSnapshot(), ...change });
    this.#current = defer(() => inviteMany(adapter, recipients, request)).subscribe({
      next: (statuses) => set({ statuses }),
      complete: () => set({ isPending: false }),
      error: (thrown: unknown) =>
        set({ isPending: false, error: collaborationErrorOf('useInviteMany', thrown) }),
    });
    if (!this.lifetime.isHeld) this.#current.unsubscribe();
  };

  readonly withdraw = (): void => {
    this.#current?.unsubscribe();
    this.progress.set({ ...this.progress.getSnapshot(), isPending: false });
  };
}
