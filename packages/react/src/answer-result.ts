import type {
  CollaborationError,
  IncomingInvitation,
  ReceivedInvitationStatus,
} from '@beckon/core';

/** Where `useAnswer` stands: `idle` before the first answer, `pending` while one is under way, then what stands in the end. */
export type AnswerState = 'idle' | ReceivedInvitationStatus['state'] | 'error';

/** What became of the last answer. */
export interface AnswerProgress {
  /** The invitation that was answered. It stays here when it has left the list. */
  readonly invitation: IncomingInvitation | undefined;
  /** What stands in the end; `pending` while the answer is under way. Start the activity only on `accepted`. */
  readonly status: ReceivedInvitationStatus | undefined;
  /** Why the answer failed. The invitation may be answered again. */
  readonly error: CollaborationError | undefined;
}

export interface AnswerCommands {
  /**
   * Accepts. `message` and `data` go to the sender where the adapter can carry them. Does nothing when a
   * component under the provider has answered this invitation, or does so right then. Does not throw.
   *
   * @throws Error when it is called while the component renders for the first time.
   */
  readonly accept: (invitation: IncomingInvitation, message?: string, data?: Uint8Array) => void;
  /** Declines; otherwise as {@link accept}. */
  readonly decline: (invitation: IncomingInvitation, message?: string) => void;
  /** `idle` at once. An answer that is under way stays given. */
  readonly reset: () => void;
}

/** What {@link useAnswer} returns. The same object until it changes; the functions never change. */
export interface UseAnswerResult extends AnswerProgress, AnswerCommands {
  readonly state: AnswerState;
  readonly isIdle: boolean;
  /** The answer is under way. */
  readonly isPending: boolean;
  readonly isAccepted: boolean;
  readonly isDeclined: boolean;
  readonly isWithdrawn: boolean;
  readonly isExpired: boolean;
  readonly isFailed: boolean;
  readonly isAnsweredElsewhere: boolean;
  readonly isError: boolean;
}

export const UNANSWERED: AnswerProgress = {
  invitation: undefined,
  status: undefined,
  error: undefined,
};

export function answerResult(progress: AnswerProgress, commands: AnswerCommands): UseAnswerResult {
  const state = progress.error === undefined ? (progress.status?.state ?? 'idle') : 'error';
  return {
    ...progress,
    ...commands,
    state,
    isIdle: state === 'idle',
    isPending: state === 'pending',
    isAccepted: state === 'accepted',
    isDeclined: state === 'declined',
    isWithdrawn: state === 'withdrawn',
    isExpired: state === 'expired',
    isFailed: state === 'failed',
    isAnsweredElsewhere: state === 'answeredElsewhere',
    isError: state === 'error',
  };
}
