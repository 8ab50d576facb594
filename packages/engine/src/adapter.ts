import type { CollaborationAdapter } from '@beckon/core';
import {
  type ApplicationFunctions,
  AutoResetEvent,
  type ChannelFunctions,
  type CollaborationEventFunctions,
  type ContactFunctions,
  type EndpointDataFunctions,
  EventFeed,
  type InboxFunctions,
  Lifecycle,
  type ObjectFunctions,
  OwnEvents,
  type PresenceFunctions,
  ReceptionCheck,
  type VisibilityFunctions,
} from '@beckon/core/adapter';
import { asyncScheduler, type Subscription } from 'rxjs';
import { ContactBook } from './contacts/contact-book.ts';
import { MemoryDocumentStore } from './store/document-store.ts';
import { createEngineCounters, type EngineCounters } from './counters.ts';
import { Engine } from './engine.ts';
import { ApplicationBook } from './directory/application-book.ts';
import { checkOptions, type EngineAdapterOptions, ownerOf, resolveLimits } from './options.ts';
import { applicationsTable } from './tables/applications.ts';
import { channelsTable } from './tables/channels.ts';
import { contactsTable } from './tables/contacts.ts';
import { endpointDataTable } from './tables/endpoint-data.ts';
import { eventsTable } from './tables/events.ts';
import { identityTable } from './tables/identity.ts';
import { inboxTable } from './tables/inbox.ts';
import { invitationsTable } from './tables/invitations.ts';
import { objectsTable } from './tables/objects.ts';
import { peopleNearMeTable } from './tables/people-near-me.ts';
import { presenceTable } from './tables/presence.ts';
import { visibilityTable } from './tables/visibility.ts';

/** A {@link CollaborationAdapter} over any {@link Transport}. */
export interface EngineAdapter extends CollaborationAdapter {
  readonly inbox: InboxFunctions;
  readonly contacts: ContactFunctions;
  readonly channels: ChannelFunctions;
  readonly visibility: VisibilityFunctions;
  readonly events: CollaborationEventFunctions;
  readonly presence: PresenceFunctions;
  readonly applications: ApplicationFunctions;
  readonly objects: ObjectFunctions;
  readonly endpointData: EndpointDataFunctions;
  /** Counts of what was refused, by reason. They grow while the adapter runs. */
  readonly counters: Readonly<EngineCounters>;
}

/** The parts of an open adapter. */
export interface Running {
  readonly engine: Engine;
  readonly changes: EventFeed;
  readonly contacts: ContactBook;
  readonly applications: ApplicationBook;
  readonly events: OwnEvents;
  readonly names: OwnNames;
  readonly watchList: Subscription;
}

/** The names of this side. They stay when the adapter is closed. */
export interface OwnNames {
  /** Empty when this side has no name: others see its identity then. */
  own: string;
}

/**
 * Makes an adapter that sends and receives invitations over a transport. `open()` opens the transport; nothing
 * happens before.
 *
 * The transport says what an endpoint's address and a contact's `peerName` are. The sender of an
 * invitation is always proven.
 *
 * @throws TypeError for an option of the wrong form, RangeError for a number that is out of range.
 */
export function engineAdapter(options: EngineAdapterOptions): EngineAdapter {
  checkOptions(options);
  const { name, transport, nearMe, scheduler = asyncScheduler } = options;
  const owner = ownerOf(name);
  const limits = resolveLimits(owner, options.limits);
  const store = options.store ?? new MemoryDocumentStore();
  const contacts = new ContactBook(store);
  const applications = new ApplicationBook(store);
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
      await Promise.all([contacts.load(), applications.load()]);
      const changes = new EventFeed();
      const engine = await Engine.open({
        openTransport: transport,
        endpointName: () => (names.own === '' ? undefined : names.own),
        nearMe,
        contacts,
        applications,
        store: options.store,
        events: changes,
        reception,
        limits,
        counters,
        scheduler,
      });
      return {
        engine,
        changes,
        watchList: contacts.events$.subscribe((event) => changes.emit(event)),
        contacts,
        applications,
        events: new OwnEvents((onClose) => new AutoResetEvent(onClose)),
        names,
      };
    },
    stop: async ({ engine, events, changes, watchList }) => {
      const closed = engine.close();
      watchList.unsubscribe();
      changes.end();
      events.close();
      await closed;
      await Promise.all([contacts.settled(), applications.settled()]);
    },
  });
  const use = (operation: string): Running => lifecycle.use(operation);
  return {
    name,
    counters,
    invitations: invitationsTable(use),
    inbox: inboxTable(use),
    identity: identityTable(use),
    contacts: contactsTable(use),
    channels: channelsTable(use),
    visibility: visibilityTable(use),
    events: eventsTable(use),
    presence: presenceTable(use),
    applications: applicationsTable(use),
    objects: objectsTable(use),
    endpointData: endpointDataTable(use),
    ...(nearMe === undefined ? {} : { peopleNearMe: peopleNearMeTable(use) }),
    open: () => lifecycle.open(),
    close: () => lifecycle.close(),
    createEvent: () => use('createEvent').events.create(),
  };
}
