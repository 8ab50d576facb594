import { type ErrorSentences, explainError } from '@beckon/core/explain';
import type { ReactElement } from 'react';
import { duration } from '../duration.ts';
import { Avatar } from '../people/avatar.tsx';
import { useNow } from '../use-now.ts';
import { type Calling, isUnderWay } from './calling.ts';

/** The sentences of this page, in place of the usual ones. */
const SENTENCES: Partial<ErrorSentences> = {
  UNREACHABLE: 'They cannot be reached. They may be offline, or take no invitations from you.',
  INCOMPATIBLE: 'They have no lobby running. Ask them to open it.',
  REMOTE_ERROR: 'Something went wrong on their side. Try again in a moment.',
  CLOSED: 'Your host has stopped, and the invitation was taken back.',
  INVALID_ARGUMENT:
    'This is not an address that can be invited. Copy the address that their lobby shows under Share.',
};

interface CallingCardProps {
  readonly calling: Calling;
  readonly onTakeBack: () => void;
  readonly onAgain: () => void;
  readonly onDone: () => void;
}

/** The invitation that is under way, or how the last one ended. */
export function CallingCard({
  calling,
  onTakeBack,
  onAgain,
  onDone,
}: CallingCardProps): ReactElement {
  const { person, request, endsAt } = calling;
  const isWaiting = isUnderWay(calling);
  return (
    <section className={isWaiting ? 'calling waiting' : 'calling'} aria-label="Your invitation">
      <Avatar identity={person.key} size="large" />
      <div className="calling-words">
        <p className="calling-state" role="status">
          {wordsFor(calling)}
        </p>
        {isWaiting && request.message !== undefined && (
          <p className="hint clamped">
            “<bdi>{request.message}</bdi>”
          </p>
        )}
      </div>
      {isWaiting ? (
        <>
          <TimeLeft until={endsAt} />
          <button type="button" onClick={onTakeBack}>
            Take it back
          </button>
        </>
      ) : (
        <span className="row">
          <button type="button" onClick={onAgain}>
            Invite again
          </button>
          <button type="button" className="quiet" onClick={onDone}>
            Close
          </button>
        </span>
      )}
    </section>
  );
}

/** The time that is left to answer. */
export function TimeLeft({ until }: { readonly until: number }): ReactElement {
  const now = useNow();
  return (
    // A screen reader reads a timer when it is asked, and not each second.
    <span role="timer" aria-label="Time to answer" className="time-left">
      {now !== undefined && `${duration(wholeSeconds(until - now))} left`}
    </span>
  );
}

function wordsFor({ person: { name }, status, error }: Calling): ReactElement {
  const them = <bdi>{name}</bdi>;
  if (error !== undefined) {
    return (
      <>
        {them}: {explainError(error, SENTENCES)}
      </>
    );
  }
  switch (status.state) {
    case 'sending':
    case 'pending':
      return <>Reaching {them}…</>;
    case 'delivered':
      return <>It rings at {them}.</>;
    case 'accepted':
      return <>{them} has accepted.</>;
    case 'declined':
      return status.message === undefined ? (
        <>{them} has declined.</>
      ) : (
        <>
          {them} has declined: “<bdi>{status.message}</bdi>”
        </>
      );
    case 'expired':
      return <>{them} did not answer.</>;
    case 'cancelled':
      return <>You took it back.</>;
  }
}

/** The clock is up to half a second late: what is left is never more than there was. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
