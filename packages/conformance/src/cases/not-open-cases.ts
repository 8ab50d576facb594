import { AutoResetEvent, type CollaborationAdapter, type FunctionTable } from '@beckon/core';
import { casesAbout } from '../conformance-case.ts';
import type { ConformanceSetup } from '../harness.ts';
import { bareInvitation } from '../samples.ts';
import { assertRejects } from '../sent-invitation.ts';

type Call = (setup: ConformanceSetup) => PromiseLike<unknown> | undefined;

const contactOf = ({ peer }: ConformanceSetup) => peer.contact ?? { peerName: 'nobody' };

/** A call of each function that can be made without anything else having happened. */
const calls: { readonly [Table in FunctionTable]?: Record<string, Call> } = {
  invitations: {
    inviteEndpoint: ({ adapter, peer }) =>
      adapter.invitations.inviteEndpoint(peer.endpoint, bareInvitation),
    inviteContact: (setup) =>
      setup.adapter.invitations.inviteContact(
        contactOf(setup),
        setup.peer.endpoint,
        bareInvitation,
      ),
    sendToEndpoint: ({ adapter, peer }) =>
      adapter.invitations.sendToEndpoint(peer.endpoint, bareInvitation),
    sendToContact: (setup) =>
      setup.adapter.invitations.sendToContact(
        contactOf(setup),
        setup.peer.endpoint,
        bareInvitation,
      ),
  },
  inbox: {
    register: ({ adapter }) => adapter.inbox?.register(new AutoResetEvent()),
    status: ({ adapter }) => adapter.inbox?.status('1'),
    accept: ({ adapter }) => adapter.inbox?.accept('1'),
    decline: ({ adapter }) => adapter.inbox?.decline('1'),
  },
  identity: {
    contact: ({ adapter }) => adapter.identity?.contact(),
    endpoints: ({ adapter }) => adapter.identity?.endpoints(),
  },
};

const states: Record<string, (adapter: CollaborationAdapter) => Promise<void>> = {
  'before open()': () => Promise.resolve(),
  'after close()': async (adapter) => {
    await adapter.open();
    await adapter.close();
  },
};

/** Every function, in every state in which the adapter is not open. */
export const notOpenCases = Object.entries(calls).flatMap(([table, functions]) =>
  Object.entries(functions).flatMap(([name, call]) =>
    casesAbout(
      table as FunctionTable,
      Object.entries(states).map(([state, bring]) => ({
        name: `${name}() rejects with NOT_INITIALIZED ${state}`,
        startsClosed: true,
        async check(context) {
          await bring(context.adapter);
          await assertRejects(
            async () => call(context),
            'NOT_INITIALIZED',
            `${table}.${name}() ${state}`,
          );
        },
      })),
    ),
  ),
);
