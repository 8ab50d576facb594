import type { IncomingInvitation } from '@beckon/core';
import { explainError } from '@beckon/core/explain';
import { useIncomingInvitations } from '@beckon/react';
import { type ReactElement, useState } from 'react';
import type { OpenBoard } from '../board/open-board.ts';
import { InvitationDialog } from './invitation-dialog.tsx';
import { inviterName } from './inviter-name.ts';
import { RemainingTime } from './remaining-time.tsx';
import { useToasts } from './use-toasts.ts';

/**
 * The invitations that wait for an answer. Each comes as a toast, and stays here when the toast is
 * dismissed.
 */
export function Inbox({
  onAccepted,
}: {
  readonly onAccepted: (board: OpenBoard) => void;
}): ReactElement | null {
  const { value: invitations, error } = useIncomingInvitations();
  // The invitation in the dialog. When it is withdrawn, it leaves the list but stays on the screen.
  const [answering, setAnswering] = useState<IncomingInvitation>();
  const [isOpen, setIsOpen] = useState(false);
  function answer(invitation: IncomingInvitation): void {
    setAnswering(invitation);
    setIsOpen(true);
  }
  useToasts(invitations, isOpen ? answering : undefined, answer);

  return (
    <>
      {error !== undefined && (
        <p className="card inbox problem" role="alert">
          {explainError(error)}
        </p>
      )}
      {invitations.length > 0 && (
        <section className="card inbox" aria-labelledby="inbox-title">
          <h2 id="inbox-title">Waiting for your answer</h2>
          <ul className="list">
            {invitations.map((invitation) => (
              <li key={invitation.id} className="row">
                <span className="grow">
                  <strong>
                    <bdi>{inviterName(invitation)}</bdi>
                  </strong>
                  {invitation.message !== undefined && (
                    <>
                      {' '}
                      “<bdi>{invitation.message}</bdi>”
                    </>
                  )}
                </span>
                <RemainingTime until={invitation.expiresAt} />
                <button type="button" onClick={() => answer(invitation)}>
                  Answer
                  <span className="visually-hidden"> {inviterName(invitation)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {answering !== undefined && (
        <InvitationDialog
          key={answering.id}
          invitation={answering}
          isOpen={isOpen}
          onClose={() => setIsOpen(false)}
          onAccepted={onAccepted}
        />
      )}
    </>
  );
}
