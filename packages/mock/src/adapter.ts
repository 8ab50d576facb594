import type {
  AppLaunchInfo,
  CollaborationAdapter,
  CollaborationEvent,
  Contact,
  Endpoint,
  Reception,
} from '@beckon/core';
import {
  ApplicationRegistry,
  ContactList,
  type FunctionTables,
  Lifecycle,
  ReceptionCheck,
  withOwnData,
} from '@beckon/core/adapter';
import { standingOf } from './contacts/permissions.ts';
import type { Member } from './network/member.ts';
import type { NetworkServices } from './network/network-services.ts';
import { Calls } from './replies/calls.ts';
import { TableCalls } from './replies/table-calls.ts';
import { RunningAdapter } from './running-adapter.ts';
import { applicationFunctions } from './tables/application-functions.ts';
import { channelFunctions } from './tables/channel-functions.ts';
import { contactFunctions } from './tables/contact-functions.ts';
import { endpointDataFunctions } from './tables/endpoint-data-functions.ts';
import { eventFunctions } from './tables/event-functions.ts';
import { identityFunctions } from './tables/identity-functions.ts';
import { inboxFunctions } from './tables/inbox-functions.ts';
import { invitationFunctions } from './tables/invitation-functions.ts';
import { objectFunctions } from './tables/object-functions.ts';
import { peopleNearMeFunctions } from './tables/people-near-me-functions.ts';
import { presenceFunctions } from './tables/presence-functions.ts';
import { visibilityFunctions } from './tables/visibility-functions.ts';

/**
 * An adapter of a network in memory: its peers are in the same process. `MockNetwork.join` makes
 * it.
 */
export interface MockAdapter
  extends Omit<CollaborationAdapter, keyof FunctionTables>, FunctionTables {
  /**
   * The address at which others reach the adapter while it is open, with the present name of its
   * endpoint.
   */
  readonly endpoint: Endpoint;
  /** The contact that others see. */
  readonly contact: Contact;
}

/** The arguments of {@link mockAdapter}. */
export interface MockAdapterInit {
  readonly member: Member;
  /** The function with the options, for messages. */
  readonly operation: string;
  readonly reception: Reception;
  /** The invitation that has launched the process of the adapter. */
  readonly launchInfo: AppLaunchInfo | undefined;
  readonly network: NetworkServices;
  /** Lets the running adapter receive at its address. `undefined` leaves the address empty. */
  readonly attach: (running: RunningAdapter | undefined) => void;
}

/** @throws TypeError when `reception` has none of its forms. */
export function mockAdapter(init: MockAdapterInit): MockAdapter {
  const { member, network, attach } = init;
  const tell = (event: CollaborationEvent): void => lifecycle.running?.directory.changed(event);
  const contacts = new ContactList(tell);
  const registry = new ApplicationRegistry(tell);
  const reception = new ReceptionCheck(
    init.operation,
    init.reception,
    network.scheduler,
    (peerName) => standingOf(contacts, peerName),
  );
  const calls = new Calls(member.address, network);
  let attached: RunningAdapter | undefined;
  const leave = (running: RunningAdapter): void => {
    // The adapter may have been opened anew meanwhile.
    if (attached !== running) return;
    attached = undefined;
    attach(undefined);
  };
  const crash = (running: RunningAdapter): void => {
    if (lifecycle.running === running) lifecycle.abandon();
    running.abandon(() => leave(running));
  };
  const lifecycle: Lifecycle<RunningAdapter> = new Lifecycle({
    name: 'mock',
    start: () => {
      const running = new RunningAdapter({
        member,
        reception,
        contacts,
        registry,
        network,
        onCrash: crash,
      });
      attached = running;
      attach(running);
      running.directory.arrive();
      return running;
    },
    stop: (running) => running.close(() => leave(running)),
  });
  const table = new TableCalls(lifecycle, calls);
  return {
    name: 'mock',
    contact: member.contact,
    get endpoint() {
      return member.endpoint;
    },
    open: async () => {
      calls.check('open');
      return lifecycle.open();
    },
    close: () => lifecycle.close(),
    createEvent: () => lifecycle.use('createEvent').events.create(),
    invitations: invitationFunctions(table),
    inbox: inboxFunctions(table),
    channels: channelFunctions(table),
    identity: identityFunctions(member, table),
    visibility: visibilityFunctions(table),
    peopleNearMe: peopleNearMeFunctions(table),
    contacts: contactFunctions(member, table, contacts),
    presence: presenceFunctions(table),
    applications: applicationFunctions(table, registry),
    objects: objectFunctions(table),
    endpointData: endpointDataFunctions(table),
    events: eventFunctions(table),
    launch: {
      launchInfo: () =>
        table.act('launch.launchInfo', () => {
          const { launchInfo } = init;
          return launchInfo && { ...launchInfo, invitation: withOwnData(launchInfo.invitation) };
        }),
    },
  };
}
