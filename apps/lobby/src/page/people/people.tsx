import type { CollaborationAdapter, Endpoint } from '@beckon/core';
import { addContact, updateContact } from '@beckon/core/contacts';
import { explainError } from '@beckon/core/explain';
import { presence } from '@beckon/core/presence';
import { useAdapter } from '@beckon/react';
import { type ReactElement, useState } from 'react';
import { filter, firstValueFrom, switchMap, take, timeout } from 'rxjs';
import { AddContact } from './add-contact.tsx';
import { type AddressInvitation, InviteByAddress } from './invite-by-address.tsx';
import { PersonRow } from './person-row.tsx';
import type { People as Groups, Person } from './person.ts';

/** How long somebody near may take to answer, in milliseconds. */
const CARD_TIMEOUT_MS = 8_000;

interface PeopleProps {
  readonly people: Groups;
  readonly canInvite: boolean;
  readonly onInvite: (person: Person) => void;
  readonly onInviteAddress: (invitation: AddressInvitation) => void;
}

/** The people who can be invited: contacts, those near, and those who were here last. */
export function People({
  people,
  canInvite,
  onInvite,
  onInviteAddress,
}: PeopleProps): ReactElement {
  const { contacts, near, recent } = people;
  const groups = [
    { title: 'Contacts', of: contacts },
    { title: 'Near you', of: near },
    { title: 'Recent', of: recent },
  ];
  const isEmpty = groups.every(({ of }) => of.length === 0);
  return (
    <div className="people">
      {isEmpty && (
        <section className="empty" aria-labelledby="empty-title">
          <h2 id="empty-title">Nobody is here yet</h2>
          <p>
            People on your network appear by themselves when they open their lobby. To invite
            somebody else, add the card that they send you, or send them yours with “Share”.
          </p>
        </section>
      )}
      {groups
        .filter(({ of }) => of.length > 0)
        .map(({ title, of }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul className="person-list">
              {of.map((person) => (
                <PersonRow
                  key={person.key}
                  person={person}
                  canInvite={canInvite}
                  onInvite={onInvite}
                >
                  {person.contact === undefined && person.isNear && <AddNear person={person} />}
                </PersonRow>
              ))}
            </ul>
          </section>
        ))}
      <div className="more-list">
        <AddContact />
        <InviteByAddress canInvite={canInvite} onInvite={onInviteAddress} />
      </div>
    </div>
  );
}

/** Makes somebody near a contact, by the card that their side gives. */
function AddNear({ person: { endpoint, name } }: { readonly person: Person }): ReactElement {
  const adapter = useAdapter();
  const [problem, setProblem] = useState<string>();
  async function add(): Promise<void> {
    try {
      await addNear(adapter, endpoint ?? { address: '' });
    } catch (error) {
      setProblem(explainError(error));
    }
  }
  return (
    <>
      {problem !== undefined && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
      <button type="button" className="quiet" onClick={() => void add()}>
        Add<span className="visually-hidden"> {name} to your contacts</span>
      </button>
    </>
  );
}

/** Adds somebody by the card that their side gives to those who see it. */
async function addNear(adapter: CollaborationAdapter, endpoint: Endpoint): Promise<void> {
  const { endpointData } = adapter;
  if (endpointData === undefined) return;
  // The card comes with the other data of the endpoint.
  const isThere$ = presence(adapter, endpoint).pipe(filter(({ status }) => status !== 'offline'));
  const card$ = isThere$.pipe(
    take(1),
    switchMap(() => endpointData.contactCard(endpoint)),
    timeout(CARD_TIMEOUT_MS),
  );
  const contact = await addContact(adapter, await firstValueFrom(card$));
  await updateContact(adapter, { ...contact, isWatched: true, canWatchMe: true });
}
