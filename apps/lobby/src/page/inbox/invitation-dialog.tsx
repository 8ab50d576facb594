import { Dialog } from '@base-ui/react/dialog';
import { type IncomingInvitation, LIMITS, type ReceivedInvitationStatus } from '@beckon/core';
import { explainError } from '@beckon/core/explain';
import { useObservable } from '@beckon/react';
import { type ReactElement, useId, useRef, useState } from 'react';
import { boardTitleId, type OpenBoard } from '../board/open-board.ts';
import { decodeActivity } from '../../shared/activity.ts';
import { inviterName } from './inviter-name.ts';
import { RemainingTime } from './remaining-time.tsx';

interface InvitationDialogProps {
  readonly invitation: IncomingInvitation;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onAccepted: (board: OpenBoard) => void;
}

const PENDING: ReceivedInvitationStatus = { state: 'pending' };

/** A sentence for each status of an invitation in the dialog. */
const OUTCOMES: Readonly<Record<ReceivedInvitationStatus['state'], string>> = {
  pending: '',
  accepted: 'You have accepted.',
  declined: 'You have declined.',
  withdrawn: 'The invitation was taken back.',
  expired: 'The time to answer has passed.',
  failed: 'The activity could not be started here.',
  answeredElsewhere: 'It was answered in another tab or program.',
};

/** Shows the inviter and the invitation, and lets a person answer. */
export function InvitationDialog({
  invitation,
  isOpen,
  onClose,
  onAccepted,
}: InvitationDialogProps): ReactElement {
  const { value: status } = useObservable(invitation.status$, { initial: PENDING });
  const [isAnswering, setIsAnswering] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [reply, setReply] = useState('');
  const replyId = useId();
  const mainButton = useRef<HTMLButtonElement>(null);

  const name = inviterName(invitation);
  const { from } = invitation;
  const board = boardOf(invitation);
  const isPending = status.state === 'pending';

  /**
   * The target of the focus after the dialog: the board that was opened, or else the place before the
   * dialog.
   */
  function boardTitle(): HTMLElement | true {
    if (board === undefined) return true;
    return document.getElementById(boardTitleId(board)) ?? true;
  }

  async function answer(send: () => Promise<ReceivedInvitationStatus>): Promise<void> {
    setIsAnswering(true);
    setProblem(undefined);
    try {
      const { state } = await send();
      if (state === 'accepted' && board !== undefined) onAccepted(board);
      // Otherwise another end came first, and the dialog shows it.
      if (state === 'accepted' || state === 'declined') onClose();
    } catch (error) {
      setProblem(explainError(error));
    } finally {
      setIsAnswering(false);
    }
  }

  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" initialFocus={mainButton} finalFocus={boardTitle}>
          <Dialog.Title>
            <bdi>{name}</bdi> invites you to {board === undefined ? 'something' : 'a whiteboard'}
          </Dialog.Title>
          {invitation.message !== undefined && (
            <Dialog.Description render={<blockquote />} className="message" dir="auto">
              {invitation.message}
            </Dialog.Description>
          )}
          <dl className="facts">
            <dt>Identity</dt>
            <dd>
              <span className={from.isVerified ? 'pill online' : 'pill offline'}>
                {from.isVerified ? 'Verified' : 'Not verified'}
              </span>
              <code>{from.contact?.peerName ?? 'unknown'}</code>
              <p className="hint">
                {from.isVerified ? (
                  <>
                    Proven by its key. The name “<bdi>{name}</bdi>” is only a claim.
                  </>
                ) : (
                  'Anybody could have sent this.'
                )}
              </p>
            </dd>
            <dt>From</dt>
            <dd>
              <code>{from.endpoint.address.replace(/\/p2p\/\w+$/, '')}</code>
            </dd>
            {isPending && (
              <>
                <dt>Answer within</dt>
                <dd>
                  <RemainingTime until={invitation.expiresAt} />
                </dd>
              </>
            )}
          </dl>
          <div role="status">
            {!isPending && <p className="outcome">{OUTCOMES[status.state]}</p>}
            {isAnswering && <p className="hint">Waiting until the other side has your answer…</p>}
          </div>
          {problem !== undefined && (
            <p className="problem" role="alert">
              {problem}
            </p>
          )}
          {isPending ? (
            <>
              <label htmlFor={replyId}>Message, if you decline</label>
              <textarea
                id={replyId}
                rows={2}
                maxLength={LIMITS.messageUtf16Units}
                value={reply}
                onChange={({ target }) => setReply(target.value)}
              />
              <div className="row actions">
                <Dialog.Close className="quiet">Later</Dialog.Close>
                <button
                  type="button"
                  ref={board === undefined ? mainButton : undefined}
                  disabled={isAnswering}
                  onClick={() => void answer(() => invitation.decline(reply || undefined))}
                >
                  Decline
                </button>
                {board === undefined ? (
                  <p className="hint">This lobby cannot open the invited activity.</p>
                ) : (
                  <button
                    type="button"
                    className="primary"
                    ref={mainButton}
                    disabled={isAnswering}
                    onClick={() => void answer(() => invitation.accept())}
                  >
                    Accept
                  </button>
                )}
              </div>
            </>
          ) : (
            <div className="row actions">
              <Dialog.Close>Close</Dialog.Close>
            </div>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The board that an invitation opens; `undefined` when it is for something else. */
function boardOf(invitation: IncomingInvitation): OpenBoard | undefined {
  if (decodeActivity(invitation.data) === undefined) return undefined;
  return { id: invitation.id, peerLabel: inviterName(invitation) };
}
