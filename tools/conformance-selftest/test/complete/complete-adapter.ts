import type { CollaborationAdapter, CollaborationEvent } from '@beckon/core';
import {
  ApplicationRegistry,
  ContactList,
  type EventHandle,
  type FunctionTables,
  Lifecycle,
  withTables,
} from '@beckon/core/adapter';
import type { MockAdapter } from '@beckon/mock';
import { applicationFunctions } from './application-functions.ts';
import { contactFunctions } from './contact-functions.ts';
import { endpointDataFunctions } from './endpoint-data-functions.ts';
import { eventFunctions } from './event-functions.ts';
import { objectFunctions } from './object-functions.ts';
import { presenceFunctions } from './presence-functions.ts';
import { Running } from './running.ts';
import { visibilityFunctions } from './visibility-functions.ts';

/** An adapter that has every table. */
export type CompleteAdapter = Omit<CollaborationAdapter, keyof FunctionTables> & FunctionTables;

/**
 * A mock adapter with the tables that the mock lacks. These tables know of no other peer: no peer
 * sees the presence or the objects of this adapter, and it sees none of theirs.
 *
 * @param isThere - Tells whether a peer is at an address.
 */
export function completeAdapter(
  mock: MockAdapter,
  isThere: (address: string) => boolean,
): CompleteAdapter {
  const tell = (event: CollaborationEvent): void => lifecycle.running?.feed.emit(event);
  const registry = new ApplicationRegistry(tell);
  const contacts = new ContactList(tell);
  const events = new WeakSet<EventHandle>();
  const lifecycle = new Lifecycle<Running>({
    name: 'complete',
    async start() {
      await mock.open();
      return new Running();
    },
    async stop(running) {
      running.feed.end();
      await mock.close();
    },
  });
  const adapter = withTables(mock, {
    identity: {
      ...mock.identity,
      async setName(name) {
        await mock.identity.setName(name);
        tell({ type: 'myEndpointChanged' });
      },
    },
    visibility: visibilityFunctions(lifecycle),
    peopleNearMe: {
      async list() {
        lifecycle.use('peopleNearMe.list').requireSignedIn('peopleNearMe.list', ['nearMe', 'all']);
        return [];
      },
    },
    contacts: contactFunctions(lifecycle, contacts),
    presence: presenceFunctions(lifecycle),
    applications: applicationFunctions(lifecycle, registry),
    objects: objectFunctions(lifecycle),
    endpointData: endpointDataFunctions(lifecycle, isThere),
    events: eventFunctions(lifecycle, (event) => events.has(event)),
    launch: {
      async launchInfo() {
        lifecycle.use('launch.launchInfo');
        return undefined;
      },
    },
  });
  return {
    ...adapter,
    open: () => lifecycle.open(),
    close: () => lifecycle.close(),
    createEvent() {
      const event = mock.createEvent();
      events.add(event);
      return event;
    },
  };
}
