import type { CollaborationAdapter, Contact, Endpoint } from '@beckon/core';
import {
  type ChannelFunctions,
  type IdentityFunctions,
  type InboxFunctions,
  Lifecycle,
  type ReceptionCheck,
} from '@beckon/core/adapter';
import type { Member } from './network/member.ts';
import type { NetworkServices } from './network/network-services.ts';
import { Calls } from './replies/calls.ts';
import { TableCalls } from './replies/table-calls.ts';
import { RunningAdapter } from './running-adapter.ts';
import { channelFunctions } from './tables/channel-functions.ts';
import { identityFunctions } from './tables/identity-functions.ts';
import { inboxFunctions } from './tables/inbox-functions.ts';
import { invitationFunctions } from './tables/invitation-functions.ts';

/**
 * An adapter of a network in memory: its peers are in the same process. `MockNetwork.join` makes
 * it.
 */
export interface MockAdapter extends CollaborationAdapter {
  /**
   * The address at which others reach the adapter while it is open, with the present name of its
   * endpoint.
   */
  readonly endpoint: Endpoint;
  /** The contact that others see. */
  readonly contact: Contact;
  readonly inbox: InboxFunctions;
  readonly channels: ChannelFunctions;
  readonly identity: IdentityFunctions;
}

/** The arguments of {@link mockAdapter}. */
export interface MockAdapterInit {
  readonly member: Member;
  readonly reception: ReceptionCheck;
  readonly network: NetworkServices;
  /** Lets the running adapter receive at its address. `undefined` leaves the address empty. */
  readonly attach: (running: RunningAdapter | undefined) => void;
}

export function mockAdapter({ member, reception, network, attach }: MockAdapterInit): MockAdapter {
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
      const running = new RunningAdapter({ member, reception, network, onCrash: crash });
      attached = running;
      attach(running);
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
  };
}
