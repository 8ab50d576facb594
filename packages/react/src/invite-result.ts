import type { InvitationStatus, InviteRequest } from '@beckon/core';

/** Where `useInvite` stands: `idle` before the first invitation, and `error` when one has failed. */
export type InviteState = 'idle' | InvitationStatus['state'] | 'error';

/** What became of the last `invite()`. */
export interface InviteProgress {
  readonly request: InviteRequest | undefined;
  /** The last status; `undefined` before the first. Stays when an error follows. */
  readonly status: InvitationStatus | undefined;
  /**
   * Why it failed: a `CollaborationError`, or the `RangeError` or `TypeError` of a wrong request, of
   * which nothing was sent.
   */
  readonly error: Error | undefined;
}

export interface InviteCommands {
  /**
   * Sends an invitation. One that is not answered yet is cancelled first: the hook holds one at a
   * time. Does not throw; a wrong request is an `error` like any other. From a component that was
   * removed it sends nothing, and the callbacks see `cancelled`.
   *
   * Not to be called while rendering: the first render throws, a later one sends.
   *
   * @throws Error when it is called while the component renders for the first time.
   */
  readonly invite: (request: InviteRequest) => void;
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
