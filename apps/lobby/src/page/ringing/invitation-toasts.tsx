import { Toast } from '@base-ui/react/toast';
import type { Contact, IncomingInvitation } from '@beckon/core';
import type { ReactElement } from 'react';
import { TimeLeft } from '../calling/calling-card.tsx';
import { Avatar } from '../people/avatar.tsx';
import { inviterOf } from './inviter.ts';
import type { InvitationToast } from './use-toasts.ts';

interface InvitationToastsProps {
  readonly contacts: readonly Contact[];
  readonly canAccept: (invitation: IncomingInvitation) => boolean;
  readonly onAccept: (invitation: IncomingInvitation) => void;
  readonly onOpen: (invitation: IncomingInvitation) => void;
}

/** The toasts, in a corner of the page. F6 moves the focus there. */
export function InvitationToasts({
  contacts,
  canAccept,
  onAccept,
  onOpen,
}: InvitationToastsProps): ReactElement {
  const { toasts, close } = Toast.useToastManager<InvitationToast>();
  return (
    <Toast.Portal>
      <Toast.Viewport className="toasts" aria-label="Invitations">
        {toasts.map((toast) => {
          if (toast.data === undefined) return null;
          const { invitation } = toast.data;
          const { name, identity, contact } = inviterOf(invitation, contacts);
          return (
            <Toast.Root key={toast.id} toast={toast} className="toast">
              <Toast.Content className="toast-content">
                <Avatar identity={identity} size="large" />
                <div className="toast-words">
                  <Toast.Title className="toast-title">
                    <bdi>{name}</bdi> invites you
                  </Toast.Title>
                  <p className="hint">
                    {contact === undefined ? 'Not in your contacts' : 'Your contact'}
                    {' · '}
                    <TimeLeft until={invitation.expiresAt} />
                  </p>
                  {invitation.message !== undefined && (
                    <Toast.Description className="clamped">
                      <bdi>{invitation.message}</bdi>
                    </Toast.Description>
                  )}
                </div>
                <div className="row toast-actions">
                  {canAccept(invitation) && (
                    <button type="button" className="primary" onClick={() => onAccept(invitation)}>
                      Accept
                    </button>
                  )}
                  <button type="button" onClick={() => onOpen(invitation)}>
                    Reply…
                  </button>
                  {/* Not Toast.Close, which is hidden from screen readers until the toast has the focus. */}
                  <button type="button" className="quiet" onClick={() => close(toast.id)}>
                    Later
                  </button>
                </div>
              </Toast.Content>
            </Toast.Root>
          );
        })}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
