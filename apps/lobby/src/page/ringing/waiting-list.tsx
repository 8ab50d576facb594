import type { Contact, IncomingInvitation } from '@beckon/core';
import type { ReactElement } from 'react';
import { TimeLeft } from '../calling/calling-card.tsx';
import { ago } from '../duration.ts';
import { useNow } from '../use-now.ts';
import { Avatar } from '../people/avatar.tsx';
import type { Person } from '../people/person.ts';
import { inviterOf } from './inviter.ts';
import type { MissedInvitation } from './missed.ts';

/** The invitations that were put off, and can still be answered. */
export function WaitingList({
  invitations,
  contacts,
  onOpen,
}: {
  readonly invitations: readonly IncomingInvitation[];
  readonly contacts: readonly Contact[];
  readonly onOpen: (invitation: IncomingInvitation) => void;
}): ReactElement | null {
  if (invitations.length === 0) return null;
  return (
    <section className="waiting-list" aria-labelledby="waiting-title">
      <h2 id="waiting-title">Waiting for your answer</h2>
      <ul className="person-list">
        {invitations.map((invitation) => {
          const { name, identity } = inviterOf(invitation, contacts);
          return (
            <li key={invitation.id} className="person">
              <Avatar identity={identity} />
              <span className="person-words">
                <strong className="person-name">
                  <bdi>{name}</bdi>
                </strong>
                <span className="person-state clamped">
                  <bdi>{invitation.message ?? 'invites you'}</bdi>
                </span>
              </span>
              <TimeLeft until={invitation.expiresAt} />
              <button type="button" onClick={() => onOpen(invitation)}>
                Answer<span className="visually-hidden"> {name}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The invitations that ended before they were answered. */
export function MissedList({
  missed,
  canInvite,
  onInvite,
  onSeen,
}: {
  readonly missed: readonly MissedInvitation[];
  readonly canInvite: boolean;
  readonly onInvite: (person: Person) => void;
  readonly onSeen: (id: string) => void;
}): ReactElement | null {
  const now = useNow();
  if (missed.length === 0) return null;
  return (
    <section className="missed-list" aria-labelledby="missed-title">
      <h2 id="missed-title">Missed</h2>
      <ul className="person-list">
        {missed.map(({ id, key, name, address, message, at }) => (
          <li key={id} className="person">
            <Avatar identity={key} />
            <span className="person-words">
              <strong className="person-name">
                <bdi>{name}</bdi>
              </strong>
              <span className="person-state clamped">
                {now !== undefined && ago(now - at)}
                {message !== undefined && (
                  <>
                    {' · '}
                    <bdi>{message}</bdi>
                  </>
                )}
              </span>
            </span>
            <button type="button" className="quiet" onClick={() => onSeen(id)}>
              Dismiss<span className="visually-hidden"> the invitation of {name}</span>
            </button>
            <button
              type="button"
              disabled={!canInvite}
              onClick={() => {
                onSeen(id);
                onInvite({ key, name, endpoint: { address, name }, isNear: false });
              }}
            >
              Invite back<span className="visually-hidden"> {name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
