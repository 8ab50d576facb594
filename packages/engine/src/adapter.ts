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
import { asyncScheduler } from 'rxjs';
import { ContactBook } from './contacts/contact-book.ts';
import { MemoryDocumentStore } from './contacts/document-store.ts';
import { createEngineCounters, type EngineCounters } from './counters.ts';
import { Engine } from './engine.ts';
import { checkOptions, type EngineAdapterOptions, ownerOf, resolveLimits } from './options.ts';
import { channelsTable } from './tables/channels.ts';
import { contactsTable } from './tables/contacts.ts';
import { identityTable } from './tables/identity.ts';
import { inboxTable } from './tables/inbox.ts';
import { invitationsTable } from './tables/invitations.ts';

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
  readonly contacts: ContactBook;
  readonly events: OwnEvents;
  readonly names: OwnNames;
}

/** What this side calls itself. It stays when the adapter is closed. */
interface OwnNames {
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
  const { name, transport, scheduler = asyncScheduler } = options;
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
      return {
        engine: await Engine.open({
          openTransport: transport,
          endpointName: () => (names.own === '' ? undefined : names.own),
          contacts,
          reception,
          limits,
          counters,
          scheduler,
        }),
        contacts,
        events: new OwnEvents((onClose) => new AutoResetEvent(onClose)),
        names,
      };
    },
    stop: async ({ engine, events }) => {
      const closed = engine.close();
      events.close();
      await closed;
      await contacts.settled();
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
    open: () => lifecycle.open(),
    close: () => lifecycle.close(),
    createEvent: () => use('createEvent').events.create(),
  };
}
