import { isFinalInvitationStatus, type InvitationStatus, type InviteRequest } from '@beckon/core';
import { useInvite } from '@beckon/react';
import { type ReactElement, useReducer } from 'react';
import { decodeActivity } from '../../shared/activity.ts';
import type { OpenBoard } from '../board/open-board.ts';
import { InvitationTimeline } from './invitation-timeline.tsx';
import { type InvitationLog, type Step, withStep } from './invitation-log.ts';
import { InviteForm } from './invite-form.tsx';

interface Logged {
  readonly request: InviteRequest;
  readonly step: Step;
}

const addStep = (log: InvitationLog, { request, step }: Logged): InvitationLog =>
  withStep(log, request, step);

/** Sends one invitation at a time, and shows its steps. */
export function Inviting({
  isOnline,
  onAccepted,
}: {
  readonly isOnline: boolean;
  readonly onAccepted: (board: OpenBoard) => void;
}): ReactElement {
  const [log, record] = useReducer(addStep, []);
  const { invite, cancel, isPending } = useInvite({
    onStatus(status, request) {
      record({ request, step: { at: Date.now(), status } });
      const board = boardOf(status, request);
      if (board !== undefined) onAccepted(board);
    },
    onError(error, request) {
      record({ request, step: { at: Date.now(), error } });
    },
  });
  const [newest, ...earlier] = log;

  return (
    <section className="card" aria-labelledby="inviting-title">
      <h2 id="inviting-title">Invite somebody</h2>
      <InviteForm isOnline={isOnline} isPending={isPending} onInvite={invite} onCancel={cancel} />
      {newest !== undefined && <InvitationTimeline key={newest.id} invitation={newest} isNewest />}
      {earlier.length > 0 && (
        <details>
          <summary>Earlier invitations</summary>
          {earlier.map((invitation) => (
            <InvitationTimeline key={invitation.id} invitation={invitation} isNewest={false} />
          ))}
        </details>
      )}
    </section>
  );
}

/** The board that an accepted invitation opens. */
function boardOf(status: InvitationStatus, request: InviteRequest): OpenBoard | undefined {
  if (!isFinalInvitationStatus(status) || status.state !== 'accepted') return undefined;
  if (status.invitationId === undefined || decodeActivity(request.data) === undefined) {
    return undefined;
  }
  return { id: status.invitationId, peerLabel: status.endpoint.name ?? 'the person you invited' };
}
