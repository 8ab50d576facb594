import type { CollaborationError } from '@beckon/core';
import { useInsertionEffect, useState } from 'react';
import type { UseAnswerResult } from './answer-result.ts';
import { type AnswerCallbacks, AnswerSlot } from './answer-slot.ts';
import { throwIfWanted, type ThrowOnError } from './throw-on-error.ts';
import { useCollaborationStore } from './use-collaboration-store.ts';
import { useSnapshot } from './use-snapshot.ts';

/** Options of {@link useAnswer}. Those of the last render hold. */
export interface UseAnswerOptions extends AnswerCallbacks {
  /** Default: false; the error is in the result. */
  readonly throwOnError?: ThrowOnError<CollaborationError>;
}

/**
 * Answers incoming invitations when the user acts, and says what became of the last answer. There is no
 * promise to handle, and the second click of a double click does nothing.
 *
 * Call it where it stays: an invitation that is answered leaves the list, and its row with it. An answer
 * that was given is not taken back when the component is removed.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { useAnswer, useIncomingInvitations } from '@beckon/react';
 *
 * function Inbox() {
 *   const { value: invitations } = useIncomingInvitations();
 *   const { accept, invitation, isAccepted } = useAnswer();
 *   if (isAccepted) return <p>With {invitation?.from.endpoint.name}</p>;
 *   return invitations.map((invitation) => (
 *     <button key={invitation.id} onClick={() => accept(invitation)}>
 *       {invitation.message}
 *     </button>
 *   ));
 * }
 * ```
 */
export function useAnswer(options: UseAnswerOptions = {}): UseAnswerResult {
  const store = useCollaborationStore('useAnswer');
  const [slot] = useState(() => new AnswerSlot());
  useInsertionEffect(() => slot.configure(store, options));
  const result = useSnapshot(slot.result, (progress) => progress);
  throwIfWanted(result.error, options.throwOnError);
  return result;
}
