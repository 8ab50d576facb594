/**
 * The people whom this side knows.
 *
 * @packageDocumentation
 */
import { type Observable, Subject } from 'rxjs';
import { checkPeerName } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Contact, ContactFunctions } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { RuntimeOptions } from '../runtime.ts';
import { asking } from './asking.ts';
import { liveList } from './live-list.ts';
import { tableOf } from '../table-of.ts';

/** Changes that the functions below have made. The adapter tells those of watched contacts only, as Windows does. */
const changesByAdapter = /* @__PURE__ */ new WeakMap<CollaborationAdapter, Subject<void>>();

function changesOf(adapter: CollaborationAdapter): Subject<void> {
  const known$ = changesByAdapter.get(adapter);
  if (known$ !== undefined) return known$;
  const changes$ = new Subject<void>();
  changesByAdapter.set(adapter, changes$);
  return changes$;
}

/**
 * All contacts: the whole list first, and again at each change that this entry's functions make through the same
 * adapter object, and at each change of a watched contact. A contact that has not changed is the same object;
 * `peerName` is a key.
 *
 * Cold: each subscription has an event queue of its own at the adapter, and closes it on unsubscribe. Completes
 * when the adapter is closed. Errors with `NOT_SUPPORTED` when the adapter has no table `contacts` or `events`,
 * and with `NOT_INITIALIZED` when it is not open.
 *
 * @example
 * ```ts
 * import type { CollaborationAdapter } from '@beckon/core';
 * import { addContact, contacts } from '@beckon/core/contacts';
 *
 * declare const adapter: CollaborationAdapter;
 * declare const card: string;
 *
 * contacts(adapter).subscribe((list) => console.log(`${list.length} contacts`));
 * await addContact(adapter, card);
 * ```
 */
export function contacts(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<readonly Contact[]> {
  const operation = 'contacts';
  return liveList({
    operation,
    adapter,
    changedBy: ['watchListChanged'],
    alsoChangedBy$: changesOf(adapter),
    table: 'contacts',
    read: (functions) => functions.list(),
    keyOf: ({ peerName }) => peerName,
    options,
  });
}

/**
 * The endpoints of a contact: the whole list first, and again at each change. Empty while signed out, where that
 * needs signing in. At most 50.
 *
 * Cold, completes and errors as {@link contacts} does.
 *
 * @throws TypeError for a contact without a `peerName`.
 */
export function endpoints(
  adapter: CollaborationAdapter,
  contact: Contact,
  options: RuntimeOptions = {},
): Observable<readonly Endpoint[]> {
  const operation = 'endpoints';
  checkPeerName(operation, 'contact', contact);
  return liveList({
    operation,
    adapter,
    changedBy: ['endpointChanged', 'watchListChanged'],
    concerns: (event) =>
      !('contact' in event) ||
      event.contact === undefined ||
      event.contact.peerName === contact.peerName,
    alsoChangedBy$: changesOf(adapter),
    table: 'contacts',
    read: (functions) => functions.endpoints(contact),
    keyOf: ({ address }) => address,
    options,
  });
}

/** This side's own card: text to hand to others, that proves who this side is. Rejects as `identity.card`. */
export function ownCard(adapter: CollaborationAdapter): Promise<string> {
  return asking('ownCard', () => adapter.identity.card());
}

/** Reads a card without storing it. Rejects with `INVALID_ARGUMENT` for a card that proves nothing. */
export function parseCard(adapter: CollaborationAdapter, card: string): Promise<Contact> {
  return asking('parseCard', (operation) => tableOf(adapter, 'contacts', operation).parse(card));
}

/** Trusts the peer of a card. Rejects with `ALREADY_EXISTS`, and as {@link parseCard}. */
export function addContact(adapter: CollaborationAdapter, card: string): Promise<Contact> {
  return changing(adapter, 'addContact', (table) => table.add(card));
}

/** Stores changed fields of a contact. Rejects with `NOT_FOUND`. */
export function updateContact(adapter: CollaborationAdapter, contact: Contact): Promise<void> {
  return changing(adapter, 'updateContact', (table) => table.update(contact));
}

/** Removes a contact. Rejects with `NOT_FOUND`. */
export function deleteContact(adapter: CollaborationAdapter, peerName: string): Promise<void> {
  return changing(adapter, 'deleteContact', (table) => table.delete(peerName));
}

/** The card of a contact, to hand on. Rejects with `NOT_FOUND`. */
export function exportContact(adapter: CollaborationAdapter, peerName: string): Promise<string> {
  return asking('exportContact', (operation) =>
    tableOf(adapter, 'contacts', operation).export(peerName),
  );
}

/** Sets whether this side watches a contact's presence. Rejects with `NOT_FOUND`. */
export function watchContact(
  adapter: CollaborationAdapter,
  peerName: string,
  isWatched: boolean,
): Promise<void> {
  return changing(adapter, 'watchContact', async (table) =>
    table.update({ ...(await table.get(peerName)), isWatched }),
  );
}

/** Sets whether a contact may watch this side's presence. Rejects with `NOT_FOUND`. */
export function allowWatching(
  adapter: CollaborationAdapter,
  peerName: string,
  canWatchMe: boolean,
): Promise<void> {
  return changing(adapter, 'allowWatching', async (table) =>
    table.update({ ...(await table.get(peerName)), canWatchMe }),
  );
}

/** Sets whether this side takes nothing from a contact. Rejects with `NOT_FOUND`. */
export function blockContact(
  adapter: CollaborationAdapter,
  peerName: string,
  isBlocked: boolean,
): Promise<void> {
  return changing(adapter, 'blockContact', async (table) =>
    table.update({ ...(await table.get(peerName)), isBlocked }),
  );
}

async function changing<Reply>(
  adapter: CollaborationAdapter,
  operation: string,
  change: (table: ContactFunctions) => PromiseLike<Reply>,
): Promise<Reply> {
  const reply = await asking(operation, () => change(tableOf(adapter, 'contacts', operation)));
  changesOf(adapter).next();
  return reply;
}
