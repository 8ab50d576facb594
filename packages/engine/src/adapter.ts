import type { CollaborationAdapter } from '@beckon/core';
import {
  AutoResetEvent,
  type ChannelFunctions,
  type ContactFunctions,
  type InboxFunctions,
  Lifecycle,
  OwnEvents,
  ReceptionCheck,
} from '@beckon/core/adapter';
import { asyncScheduler, type Subscription } from 'rxjs';
import { ContactBook } from './contacts/contact-book.ts';
import { MemoryDocumentStore } from './contacts/document-store.ts';
import { createEngineCounters, type EngineCounters } from './counters.ts';
import { Engine } from './engine.ts';
import { CollaborationEvents } from './events/collaboration-events.ts';
import type { NearMe } from './near-me/near-me.ts';
import { PeopleNearMe } from './near-me/people-near-me.ts';
import { Visibility } from './near-me/visibility.ts';
import { checkOptions, type EngineAdapterOptions, ownerOf, resolveLimits } from './options.ts';
import { channelsTable } from './tables/channels.ts';
import { contactsTable } from './tables/contacts.ts';
import { eventsTable } from './tables/events.ts';
import { identityTable } from './tables/identity.ts';
import { inboxTable } from './tables/inbox.ts';
import { invitationsTable } from './tables/invitations.ts';
import { peopleNearMeTable } from './tables/people-near-me.ts';
import { visibilityTable } from './tables/visibility.ts';

/** A {@link CollaborationAdapter} over a transport of one's own. */
export interface EngineAdapter extends CollaborationAdapter {
  readonly inbox: InboxFunctions;
  readonly contacts: ContactFunctions;
  readonly channels: ChannelFunctions;
  /** What has been refused, and why; live. */
  readonly counters: Readonly<EngineCounters>;
}

/** What an open adapter has. */
export interface Running {
  readonly engine: Engine;
  readonly changes: CollaborationEvents;
  readonly nearMe: NearMePart | undefined;
  readonly contacts: ContactBook;
  readonly events: OwnEvents;
  readonly names: OwnNames;
  readonly watchList: Subscription;
}

/** What an adapter has that can announce this side to the local subnet. */
export interface NearMePart {
  readonly peopleNearMe: PeopleNearMe;
  readonly visibility: Visibility;
}

/** What this side calls itself. It stays when the adapter is closed. */
export interface OwnNames {
  /** Empty: it has no name, and others see its identity. */
  own: string;
}

/**
 * Makes an adapter that sends and receives invitations over a transport. Nothing happens before `open()`,
 * which opens the transport.
 *
 * The transport says what an endpoint's address and a contact's `peerName` are. Who sent an invitation
 * is always proven.
 *
 * @throws TypeError for an option of the wrong form, RangeError for a number that is out of range.
 */
export function engineAdapter(options: EngineAdapterOptions): EngineAdapter {
  checkOptions(options);
  const { name, transport, nearMe, scheduler = asyncScheduler } = options;
  const owner = ownerOf(name);
  const limits = resolveLimits(owner, options.limits);
  const contacts = new ContactBook(options.store ?? new MemoryDocumentStore());
  const reception = new ReceptionCheck(
    owner,
    options.reception ?? 'anyone',
    scheduler,
    (peerName) => contacts.standingOf(peerName),
  );
  const counters = options.counters ?? createEngineCounters();
  const names: OwnNames = { own: options.endpointName ?? '' };
  const lifecycle = new Lifecycle<Running>({
    name,
    start: async () => {
      await contacts.load();
      const engine = await Engine.open({
        openTransport: transport,
        endpointName: () => (names.own === '' ? undefined : names.own),
        contacts,
        reception,
        limits,
        counters,
        scheduler,
      });
      const changes = new CollaborationEvents();
      const watchList = contacts.events$.subscribe((event) => changes.emit(event));
      return {
        engine,
        changes,
        watchList,
        nearMe: nearMe === undefined ? undefined : nearMePart(nearMe, engine, names, changes),
        contacts,
        events: new OwnEvents((onClose) => new AutoResetEvent(onClose)),
        names,
      };
    },
    stop: async ({ engine, events, changes, watchList, nearMe: part }) => {
      const closed = Promise.all([engine.close(), part?.visibility.close()]);
      watchList.unsubscribe();
      changes.close();
      events.close();
      await closed;
      await contacts.settled();
    },
  });
  const use = (operation: string): Running => lifecycle.use(operation);
  const useNearMe = (operation: string): NearMePart => {
    const part = use(operation).nearMe;
    if (part === undefined) throw new Error('The adapter was made without nearMe.');
    return part;
  };
  return {
    name,
    counters,
    invitations: invitationsTable(use),
    inbox: inboxTable(use),
    identity: identityTable(use),
    contacts: contactsTable(use),
    channels: channelsTable(use),
    ...(nearMe === undefined
      ? {}
      : {
          events: eventsTable(use),
          visibility: visibilityTable(useNearMe),
          peopleNearMe: peopleNearMeTable(useNearMe),
        }),
    open: () => lifecycle.open(),
    close: () => lifecycle.close(),
    createEvent: () => use('createEvent').events.create(),
  };
}

function nearMePart(
  nearMe: NearMe,
  engine: Engine,
  names: OwnNames,
  changes: CollaborationEvents,
): NearMePart {
  const peopleNearMe = new PeopleNearMe({
    nearMe,
    self: () => ({
      peerName: engine.transport.peerName,
      addresses: engine.transport.addresses(),
      ...(names.own === '' ? {} : { name: names.own }),
    }),
    knows: (peerName) => engine.knows(peerName),
    emit: (event) => changes.emit(event),
  });
  return { peopleNearMe, visibility: new Visibility(peopleNearMe, changes) };
}
