import { Toast } from '@base-ui/react/toast';
import type { ReactElement } from 'react';
import { inviterName } from './inviter-name.ts';
import { RemainingTime } from './remaining-time.tsx';
import type { InvitationToast } from './use-toasts.ts';

/** The toasts, in a corner of the page. F6 moves the focus there. */
export function IncomingToasts(): ReactElement {
  const { toasts, close } = Toast.useToastManager<InvitationToast>();
  return (
    <Toast.Portal>
      <Toast.Viewport className="toasts" aria-label="Invitations">
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="toast">
            <Toast.Content className="toast-content">
              <Toast.Title className="toast-title">
                {toast.data !== undefined && (
                  <>
                    <bdi>{inviterName(toast.data.invitation)}</bdi> invites you
                  </>
                )}
              </Toast.Title>
              <Toast.Description className="toast-message" />
              {toast.data !== undefined && (
                <>
                  <RemainingTime until={toast.data.invitation.expiresAt} />
                  <div className="row">
                    <button type="button" className="primary" onClick={toast.data.answer}>
                      Answer
                    </button>
                    {/* Not Toast.Close, which is hidden from screen readers until the toast has the focus. */}
                    <button type="button" onClick={() => close(toast.id)}>
                      Later
                    </button>
                  </div>
                </>
              )}
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
