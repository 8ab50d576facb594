import type { FunctionTable } from '@beckon/core';
import { faultyLifecycles } from './faulty/adapter.ts';
import { faultyApplications } from './faulty/applications.ts';
import { faultyChannels } from './faulty/channels.ts';
import { faultyContacts } from './faulty/contacts.ts';
import { faultyEndpointData } from './faulty/endpoint-data.ts';
import { faultyEvents } from './faulty/events.ts';
import { faultyIdentity } from './faulty/identity.ts';
import { faultyInbox } from './faulty/inbox.ts';
import { faultyInvitations } from './faulty/invitations.ts';
import { faultyLaunch } from './faulty/launch.ts';
import { faultyObjects } from './faulty/objects.ts';
import { faultyPeopleNearMe } from './faulty/people-near-me.ts';
import { faultyPresence } from './faulty/presence.ts';
import { faultyVisibility } from './faulty/visibility.ts';
import type { FaultyAdapters } from './faulty-adapter.ts';

/**
 * The faulty adapters for the rules of each table. A table without faulty adapters does not
 * compile.
 */
export const faultyAdapters: Readonly<Record<FunctionTable | 'adapter', FaultyAdapters>> = {
  adapter: faultyLifecycles,
  invitations: faultyInvitations,
  identity: faultyIdentity,
  inbox: faultyInbox,
  channels: faultyChannels,
  visibility: faultyVisibility,
  peopleNearMe: faultyPeopleNearMe,
  contacts: faultyContacts,
  presence: faultyPresence,
  applications: faultyApplications,
  objects: faultyObjects,
  endpointData: faultyEndpointData,
  events: faultyEvents,
  launch: faultyLaunch,
};
