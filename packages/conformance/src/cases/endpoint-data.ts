import assert from 'node:assert/strict';
import type { CollaborationEvent, Endpoint } from '@beckon/core';
import type { EndpointDataFunctions } from '@beckon/core/adapter';
import { assertRejects } from '../assert-rejects.ts';
import { eventsOf } from '../changes-of.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { signedIn } from '../signed-in.ts';
import { callsWith, wrongEndpoints } from '../wrong-arguments.ts';

/** The calls with a wrong endpoint. Every function has an endpoint as its only parameter. */
const refusing = (name: keyof EndpointDataFunctions) =>
  callsWith(
    wrongEndpoints,
    (endpoint) => (endpointData: EndpointDataFunctions, context: Parameters<typeof endpoint>[0]) =>
      endpointData[name](endpoint(context)),
  );

/** Requests for the data of an endpoint. The data itself needs a second side that is signed in. */
export const endpointDataCases = casesOfTable('endpointData', {
  functions: {
    refresh: {
      call: (endpointData, { nowhere }) => endpointData.refresh(nowhere),
      needsSignIn: false,
      wrong: refusing('refresh'),
    },
    delete: {
      call: (endpointData, { nowhere }) => endpointData.delete(nowhere),
      needsSignIn: false,
      wrong: refusing('delete'),
    },
    subscribe: {
      call: (endpointData, { peer }) => endpointData.subscribe(peer.endpoint),
      needsSignIn: false,
      wrong: refusing('subscribe'),
    },
    contactCard: {
      call: (endpointData, { nowhere }) => endpointData.contactCard(nowhere),
      needsSignIn: false,
      wrong: refusing('contactCard'),
    },
  },
  rules: [
    {
      name: 'delete() does nothing when the data of the endpoint is not at hand',
      check: async ({ nowhere }, endpointData) => endpointData.delete(nowhere),
    },
    {
      name: 'contactCard() rejects with NOT_FOUND when the data of the endpoint is not at hand',
      async check(context, endpointData) {
        await signedIn(context);
        await assertRejects(
          () => endpointData.contactCard(context.nowhere),
          'NOT_FOUND',
          'endpointData.contactCard() of an unknown endpoint',
        );
      },
    },
    {
      name: 'isNew() is true for the first subscription to an endpoint only',
      async check(context, endpointData) {
        await signedIn(context);
        const first = await endpointData.subscribe(context.peer.endpoint);
        context.after(() => first.close());
        const second = await endpointData.subscribe(context.peer.endpoint);
        assert.deepEqual([await first.isNew(), await second.isNew()], [true, false]);
        await second.close();
        const third = await endpointData.subscribe(context.peer.endpoint);
        context.after(() => third.close());
        assert.equal(await third.isNew(), false);
      },
    },
    {
      name: 'isNew() is true again after the last subscription to an endpoint was closed',
      async check(context, endpointData) {
        await signedIn(context);
        const first = await endpointData.subscribe(context.peer.endpoint);
        await first.close();
        const second = await endpointData.subscribe(context.peer.endpoint);
        context.after(() => second.close());
        assert.equal(await second.isNew(), true);
      },
    },
    {
      name: 'a second EndpointSubscription.close() rejects with CLOSED',
      async check(context, endpointData) {
        await signedIn(context);
        const subscription = await endpointData.subscribe(context.peer.endpoint);
        await subscription.close();
        const message = await assertRejects(
          () => subscription.close(),
          'CLOSED',
          'a second EndpointSubscription.close()',
        );
        assert(
          message.includes('EndpointSubscription.close'),
          `"${message}" must name the function`,
        );
      },
    },
    {
      name: 'the last close() ends every subscription, and EndpointSubscription.close() resolves after it',
      async check(context, endpointData) {
        const { adapter, peer } = context;
        await signedIn(context);
        const held = await endpointData.subscribe(peer.endpoint);
        await adapter.close();
        await held.close();
        await adapter.open();
        await signedIn(context);
        const another = await endpointData.subscribe(peer.endpoint);
        context.after(() => another.close());
        assert.equal(await another.isNew(), true);
      },
    },
    {
      name: 'refresh() of an empty address ends with an event that says UNREACHABLE',
      with: ['events'],
      async check(context, endpointData) {
        await signedIn(context);
        const events = await eventsOf(context, [{ type: 'requestStatusChanged' }]);
        await endpointData.refresh(context.nowhere);
        assertFailedAt(context.nowhere, await events.next());
      },
    },
    {
      name: 'subscribe() to an empty address ends with an event that says UNREACHABLE, and can be closed',
      with: ['events'],
      async check(context, endpointData) {
        await signedIn(context);
        const events = await eventsOf(context, [{ type: 'requestStatusChanged' }]);
        const subscription = await endpointData.subscribe(context.nowhere);
        assertFailedAt(context.nowhere, await events.next());
        await subscription.close();
      },
    },
    {
      name: 'refresh() and subscribe() of a peer end with an event without an error',
      with: ['events'],
      async check(context, endpointData) {
        await signedIn(context);
        const events = await eventsOf(context, [{ type: 'requestStatusChanged' }]);
        await endpointData.refresh(context.peer.endpoint);
        assertDoneAt(context.peer.endpoint, await events.next());
        await endpointData.delete(context.peer.endpoint);
        const subscription = await endpointData.subscribe(context.peer.endpoint);
        assertDoneAt(context.peer.endpoint, await events.next());
        await subscription.close();
      },
    },
  ],
});

function assertFailedAt({ address }: Endpoint, event: CollaborationEvent): void {
  assert(event.type === 'requestStatusChanged');
  assert.equal(event.endpoint?.address, address);
  assert.equal(event.error, 'UNREACHABLE');
}

function assertDoneAt({ address }: Endpoint, event: CollaborationEvent): void {
  assert(event.type === 'requestStatusChanged');
  assert.equal(event.endpoint?.address, address);
  assert.equal(event.error, undefined);
}
