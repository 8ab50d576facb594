import { type ErrorSentences, explainError } from '@beckon/core/explain';
import type { ReactElement } from 'react';
import type { LoggedInvitation, Step } from './invitation-log.ts';

/** The sentences of this page, in place of the usual ones. */
const SENTENCES: Partial<ErrorSentences> = {
  UNREACHABLE: 'Nobody can be reached at this address',
  CLOSED: 'Your host went away: the invitation is withdrawn',
  INVALID_ARGUMENT:
    'This is not an address that can be invited. Copy the address that the other side shows',
};

/** The steps of an invitation, with the time of each. */
export function InvitationTimeline({
  invitation: { request, steps },
  isNewest,
}: {
  readonly invitation: LoggedInvitation;
  /** Whether a screen reader announces the steps as they come. */
  readonly isNewest: boolean;
}): ReactElement {
  const [first] = steps;
  const startedAt = first?.at ?? 0;
  return (
    <article className="timeline">
      <p className="timeline-title">
        “{request.message ?? 'No message'}” to <code>{request.to.endpoint?.address}</code>
      </p>
      <ol aria-live={isNewest ? 'polite' : 'off'}>
        {steps.map((step) => (
          <li key={nameOf(step)} className={`step ${nameOf(step)}`}>
            <span className="grow">{wordsFor(step)}</span>
            <time dateTime={new Date(step.at).toISOString()}>
              {((step.at - startedAt) / 1_000).toFixed(1)} s
            </time>
          </li>
        ))}
      </ol>
    </article>
  );
}

function nameOf({ status }: Step): string {
  return status?.state ?? 'error';
}

function wordsFor({ status, error }: Step): string {
  if (status === undefined) return explainError(error, SENTENCES);
  switch (status.state) {
    case 'sending':
      return 'Sending';
    case 'pending':
      return 'On its way';
    case 'delivered':
      return 'Delivered: they can see it';
    case 'accepted':
      return 'Accepted';
    case 'declined':
      return status.message === undefined ? 'Declined' : `Declined: “${status.message}”`;
    case 'expired':
      return 'Expired: nobody answered in time';
    case 'cancelled':
      return 'You took it back';
  }
}
