import { Dialog } from '@base-ui/react/dialog';
import {
  type CollaborationError,
  type Contact,
  type IncomingInvitation,
  LIMITS,
  type ReceivedInvitationStatus,
} from '@beckon/core';
import { explainError } from '@beckon/core/explain';
import { fingerprintOf } from '@beckon/core/safety-number';
import { useObservable } from '@beckon/react';
import { type ReactElement, useId, useMemo, useRef, useState } from 'react';
import { defer } from 'rxjs';
import { boardTitleId } from '../board/open-board.ts';
import { TimeLeft } from '../calling/calling-card.tsx';
import { Avatar } from '../people/avatar.tsx';
import { inviterOf, type InviterWords } from './inviter.ts';

interface InvitationDialogProps {
  readonly invitation: IncomingInvitation;
  readonly contacts: readonly Contact[];
  /** Since when somebody is a contact, in milliseconds since 1970. */
  readonly contactSince: (peerName: string) => number | undefined;
  /** Whether this page has what one is invited into. */
  readonly canAccept: boolean;
  readonly isAnswering: boolean;
  readonly error: CollaborationError | undefined;
  readonly onAccept: () => void;
  readonly onDecline: (message: string | undefined) => void;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const PENDING: ReceivedInvitationStatus = { state: 'pending' };
const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'long' });
const QUICK_REPLIES = ['In a meeting', 'Give me five minutes', 'Not today'];

/** A sentence for each status of an invitation in the dialog. */
const OUTCOMES: Readonly<Record<ReceivedInvitationStatus['state'], string>> = {
  pending: '',
  accepted: 'You have accepted.',
  declined: 'You have declined.',
  withdrawn: 'They have taken the invitation back.',
  expired: 'The time to answer has passed.',
  failed: 'The activity could not be started here.',
  answeredElsewhere: 'It was answered in another tab or program.',
};

/** Shows who invites, and lets a person answer, also with a reply. */
export function InvitationDialog(props: InvitationDialogProps): ReactElement {
  const { invitation, contacts, contactSince, canAccept, isAnswering, error, isOpen } = props;
  const { onAccept, onDecline, onClose } = props;
  const { value: status } = useObservable(invitation.status$, { initial: PENDING });
  const [reply, setReply] = useState('');
  const replyId = useId();
  const mainButton = useRef<HTMLButtonElement>(null);
  const inviter = inviterOf(invitation, contacts);
  const isPending = status.state === 'pending';

  /** Where the focus goes after the dialog: to the board that was opened, or to the place before the dialog. */
  const afterwards = (): HTMLElement | true =>
    document.getElementById(boardTitleId(invitation)) ?? true;

  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" initialFocus={mainButton} finalFocus={afterwards}>
          <div className="dialog-head">
            <Avatar identity={inviter.identity} size="large" />
            <div>
              <Dialog.Title>
                <bdi>{inviter.name}</bdi> invites you to {canAccept ? 'a whiteboard' : 'something'}
              </Dialog.Title>
              {isPending && <TimeLeft until={invitation.expiresAt} />}
            </div>
          </div>
          {invitation.message !== undefined && (
            <Dialog.Description render={<blockquote />} className="message" dir="auto">
              {invitation.message}
            </Dialog.Description>
          )}
          <Who
            inviter={inviter}
            since={contactSince(inviter.identity)}
            isVerified={invitation.from.isVerified}
          />
          <div role="status">
            {!isPending && <p className="outcome">{OUTCOMES[status.state]}</p>}
            {isAnswering && <p className="hint">Waiting until the other side has your answer…</p>}
          </div>
          {error !== undefined && (
            <p className="problem" role="alert">
              {explainError(error)}
            </p>
          )}
          {isPending ? (
            <>
              <div className="row actions">
                <Dialog.Close className="quiet">Later</Dialog.Close>
                <button
                  type="button"
                  ref={canAccept ? undefined : mainButton}
                  disabled={isAnswering}
                  onClick={() => onDecline(reply.trim() === '' ? undefined : reply)}
                >
                  Decline
                </button>
                {canAccept && (
                  <button
                    type="button"
                    className="primary"
                    ref={mainButton}
                    disabled={isAnswering}
                    onClick={onAccept}
                  >
                    Accept
                  </button>
                )}
              </div>
              {!canAccept && (
                <p className="hint">This lobby does not have what you are invited into.</p>
              )}
              <fieldset className="replies" disabled={isAnswering}>
                <legend>Decline with a reply</legend>
                <div className="row">
                  {QUICK_REPLIES.map((text) => (
                    <button
                      key={text}
                      type="button"
                      className="chip"
                      onClick={() => onDecline(text)}
                    >
                      {text}
                    </button>
                  ))}
                </div>
                <label htmlFor={replyId} className="visually-hidden">
                  Reply, if you decline
                </label>
                <input
                  id={replyId}
                  maxLength={LIMITS.messageUtf16Units}
                  autoComplete="off"
                  placeholder="Or write something"
                  value={reply}
                  onChange={({ target }) => setReply(target.value)}
                />
              </fieldset>
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

/** Who it is, in words, with what can be compared. */
function Who({
  inviter: { contact, identity, name },
  since,
  isVerified,
}: {
  readonly inviter: InviterWords;
  readonly since: number | undefined;
  readonly isVerified: boolean;
}): ReactElement {
  const fingerprint$ = useMemo(() => defer(() => fingerprintOf(identity)), [identity]);
  const { value: fingerprint } = useObservable(fingerprint$);
  if (!isVerified) {
    return (
      <p className="who stranger">
        Nobody has proven who this is. The name “<bdi>{name}</bdi>” is only a claim.
      </p>
    );
  }
  return (
    <div className={contact === undefined ? 'who stranger' : 'who known'}>
      <p>
        {contact === undefined ? (
          <>
            Somebody whom you do not know. They call themselves “<bdi>{name}</bdi>”; only this
            fingerprint is proven:
          </>
        ) : (
          <>
            Your contact{since !== undefined && ` since ${DAY.format(since)}`}, proven by their key.
          </>
        )}
      </p>
      {contact === undefined ? (
        <p className="fingerprint">{fingerprint}</p>
      ) : (
        <details>
          <summary>Fingerprint</summary>
          <p className="fingerprint">{fingerprint}</p>
        </details>
      )}
    </div>
  );
}
