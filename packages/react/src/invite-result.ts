import type {
  CollaborationError,
  FinalInvitationStatus,
  InvitationStatus,
  InviteRequest,
} from '@beckon/core';
import type { InviteCallbacks } from './invite-callbacks.ts';

/** Where `useInvite` stands: `idle` before the first invitation, and `error` when one has failed. */
export type InviteState = 'idle' | InvitationStatus['state'] | 'error';

/** What became of the last `invite()`. */
export interface InviteProgress {
  readonly request: InviteRequest | undefined;
  /** The last status; `undefined` before the first. Stays when an error follows. */
  readonly status: InvitationStatus | undefined;
  /**
   * Why it failed. `INVALID_ARGUMENT` says that the request is wrong and nothing was sent. `explainError`
   * of `@beckon/core/explain` makes a sentence for a person of it.
   */
  readonly error: CollaborationError | undefined;
}

export interface InviteCommands {
  /**
   * Sends an invitation. One that is not answered yet is cancelled first: the hook holds one at a time.
   * With `whilePending: 'ignore'` that one stays, and this call does nothing. Does not throw; a wrong
   * request is an `error` like any other. From a component that was removed it sends nothing, and the
   * callbacks see `cancelled`.
   *
   * Not to be called while rendering: the first render throws, a later one sends.
   *
   * @param callbacks - Hear of this invitation, after the callbacks of the hook and like them until its
   *   end: also when it was replaced, reset, or its component removed. Those of an ignored call hear nothing.
   * @throws Error when it is called while the component renders for the first time.
   */
  readonly invite: (request: InviteRequest, callbacks?: InviteCallbacks) => void;
  /**
   * {@link invite}, and promises the final status of this invitation. Rejects with a `CollaborationError`
   * when there is no answer, and for a wrong request. Resolves with `cancelled` when it was cancelled,
   * replaced, reset, ignored, or its component removed before an answer came.
   */
  readonly inviteAsync: (
    request: InviteRequest,
    callbacks?: InviteCallbacks,
  ) => Promise<FinalInvitationStatus>;
  /**
   * Takes the invitation back. The state becomes `cancelled` when that is done, or the answer that
   * came first. Does nothing when there is none in flight.
   */
  readonly cancel: () => void;
  /** {@link cancel}, and `idle` at once. */
  readonly reset: () => void;
}

/** What {@link useInvite} returns. The same object until it changes; the functions never change. */
export interface UseInviteResult extends InviteProgress, InviteCommands {
  readonly state: InviteState;
  readonly isIdle: boolean;
  /** In flight: `sending`, `pending` or `delivered`. */
  readonly isPending: boolean;
  readonly isDelivered: boolean;
  readonly isAccepted: boolean;
  readonly isDeclined: boolean;
  readonly isExpired: boolean;
  readonly isCancelled: boolean;
  readonly isError: boolean;
}

export const IDLE: InviteProgress = { request: undefined, status: undefined, error: undefined };

export function inviteResult(progress: InviteProgress, commands: InviteCommands): UseInviteResult {
  const state = progress.error === undefined ? (progress.status?.state ?? 'idle') : 'error';
  return {
    ...progress,
    ...commands,
    state,
    isIdle: state === 'idle',
    isPending: state === 'sending' || state === 'pending' || state === 'delivered',
    isDelivered: state === 'delivered',
    isAccepted: state === 'accepted',
    isDeclined: state === 'declined',
    isExpired: state === 'expired',
    isCancelled: state === 'cancelled',
    isError: state === 'error',
  };
}
