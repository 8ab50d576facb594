import type { Contact, Endpoint, PersonNearMe } from '@beckon/core';
import type { RecentPerson } from './recents.ts';

/** Somebody who can be invited. */
export interface Person {
  /** Stays the same: the identity, or else the address. */
  readonly key: string;
  readonly name: string;
  /** The identity, as far as it is known. */
  readonly peerName?: string;
  readonly contact?: Contact;
  readonly endpoint?: Endpoint;
  readonly isNear: boolean;
  /** When they were here last, in milliseconds since 1970. */
  readonly lastHere?: number;
}

/** The people of the page. Each is in one group only. */
export interface People {
  readonly contacts: readonly Person[];
  readonly near: readonly Person[];
  readonly recent: readonly Person[];
}

export function peopleOf(
  contacts: readonly Contact[],
  near: readonly PersonNearMe[],
  recents: readonly RecentPerson[],
): People {
  const nearBy = new Map(near.map((person) => [identityOf(person.endpoint), person]));
  const recentBy = new Map(recents.map((recent) => [recent.key, recent]));
  const known = new Set(contacts.map(({ peerName }) => peerName));
  const shownNear = near.filter(({ endpoint }) => !known.has(identityOf(endpoint)));
  const nearKeys = new Set(shownNear.map(({ endpoint }) => identityOf(endpoint)));
  return {
    contacts: contacts
      .map((contact) =>
        contactPerson(contact, nearBy.get(contact.peerName), recentBy.get(contact.peerName)),
      )
      .sort((a, b) => a.name.localeCompare(b.name)),
    near: shownNear.map((person) => nearPerson(person)),
    recent: recents
      .filter(({ key }) => !known.has(key) && !nearKeys.has(key))
      .map(({ key, name, address, at }) => ({
        key,
        name,
        ...(key.startsWith('/') ? {} : { peerName: key }),
        endpoint: { address, name },
        isNear: false,
        lastHere: at,
      })),
  };
}

/** The identity in an address, or else the address. */
export function identityOf({ address }: Endpoint): string {
  return /\/p2p\/(\w+)$/.exec(address)?.[1] ?? address;
}

function contactPerson(
  contact: Contact,
  near: PersonNearMe | undefined,
  recent: RecentPerson | undefined,
): Person {
  const { peerName, nickname, displayName } = contact;
  return {
    key: peerName,
    name: nickname ?? displayName ?? near?.nickname ?? 'A contact without a name',
    peerName,
    contact,
    ...(near === undefined ? {} : { endpoint: near.endpoint }),
    isNear: near !== undefined,
    ...(recent === undefined ? {} : { lastHere: recent.at }),
  };
}

function nearPerson({ nickname, endpoint }: PersonNearMe): Person {
  const key = identityOf(endpoint);
  return {
    key,
    name: nickname === '' ? 'Somebody without a name' : nickname,
    ...(key.startsWith('/') ? {} : { peerName: key }),
    endpoint,
    isNear: true,
  };
}
