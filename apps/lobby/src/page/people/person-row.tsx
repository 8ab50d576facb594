import type { Presence, PresenceStatus } from '@beckon/core';
import { useApplications, useEndpoints, useObjects, usePresence } from '@beckon/react';
import type { ReactElement, ReactNode } from 'react';
import { LOBBY_APPLICATION_ID } from '../../shared/activity.ts';
import { ago } from '../duration.ts';
import { useNow } from '../use-now.ts';
import { Avatar } from './avatar.tsx';
import type { Person } from './person.ts';

interface PersonRowProps {
  readonly person: Person;
  readonly canInvite: boolean;
  readonly onInvite: (person: Person) => void;
  /** More that can be done with the person. */
  readonly children?: ReactNode;
}

/** What a presence is called. */
export const PRESENCE_WORDS: Readonly<Record<PresenceStatus, string>> = {
  offline: 'Offline',
  outToLunch: 'Out to lunch',
  away: 'Away',
  beRightBack: 'Back in a minute',
  idle: 'Idle',
  busy: 'Busy',
  onThePhone: 'On the phone',
  online: 'Available',
};

/** A person in a list: the picture, the name, how they are, what they can run, and the button that invites. */
export function PersonRow({ person, canInvite, onInvite, children }: PersonRowProps): ReactElement {
  const { contact, name, key } = person;
  const { value: endpoints } = useEndpoints(contact);
  const endpoint = person.endpoint ?? endpoints[0];
  // Who is neither a contact nor near tells nothing.
  const watched = contact !== undefined || person.isNear ? endpoint : undefined;
  const { value: presence } = usePresence(watched);
  const { value: objects } = useObjects(watched);
  const { value: canRun } = useApplications(watched, {
    select: (all) => all.some(({ id }) => id === LOBBY_APPLICATION_ID),
  });
  const status = presence?.status ?? 'offline';

  return (
    <li className="person">
      <span className={`portrait ${status}`}>
        <Avatar identity={key} objects={objects} />
      </span>
      <span className="person-words">
        <strong className="person-name">
          <bdi>{name}</bdi>
        </strong>
        <span className="person-state">
          <PersonState person={person} presence={presence} canRun={canRun} />
        </span>
      </span>
      {children}
      <button
        type="button"
        className="primary"
        disabled={!canInvite}
        onClick={() => onInvite(endpoint === undefined ? person : { ...person, endpoint })}
      >
        Invite<span className="visually-hidden"> {name}</span>
      </button>
    </li>
  );
}

function PersonState({
  person: { isNear, lastHere },
  presence,
  canRun,
}: {
  readonly person: Person;
  readonly presence: Presence | undefined;
  readonly canRun: boolean;
}): ReactElement {
  const now = useNow();
  const isThere = presence !== undefined && presence.status !== 'offline';
  const words = [
    ...(isThere ? [presence.text ?? PRESENCE_WORDS[presence.status]] : []),
    ...(isNear ? ['near you'] : []),
    ...(isThere && canRun ? ['has the whiteboard'] : []),
    ...(!isThere && lastHere !== undefined && now !== undefined
      ? [`last here ${ago(now - lastHere)}`]
      : []),
  ];
  return <bdi>{words.length === 0 ? 'Offline' : words.join(' · ')}</bdi>;
}
