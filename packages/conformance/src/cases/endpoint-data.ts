import assert from 'node:assert/strict';
import type { CollaborationEvent, Endpoint } from '@beckon/core';
import type { EndpointDataFunctions } from '@beckon/core/adapter';
import { assertRejects } from '../assert-rejects.ts';
import { eventsOf } from '../changes-of.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { signedIn } from '../signed-in.ts';
import {
  allowWatching,
  assertEnds,
  makeContact,
  signIn,
  subscribed,
  subscribing,
  tableOf,
  watch,
  watchedByThePeer,
  watchingThePeer,
} from '../watch.ts';
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
        if (context.traits.hasPeerAdapter) await allowWatching(await watchingThePeer(context));
        const events = await eventsOf(context, [{ type: 'requestStatusChanged' }]);
        await endpointData.refresh(context.peer.endpoint);
        assertDoneAt(context.peer.endpoint, await events.next());
        await endpointData.delete(context.peer.endpoint);
        const subscription = await endpointData.subscribe(context.peer.endpoint);
        assertDoneAt(context.peer.endpoint, await events.next());
        await subscription.close();
      },
    },
    {
      name: 'refresh() takes a snapshot: it stays as it is until the next refresh(), and delete() drops it',
      with: ['events', 'presence'],
      needs: ['hasPeerAdapter'],
      async check(context, endpointData) {
        const pair = await watchingThePeer(context);
        const { endpoint, watched } = pair;
        await allowWatching(pair);
        const presence = tableOf(context.adapter, 'presence');
        const events = await eventsOf(context, [{ type: 'requestStatusChanged' }]);
        await endpointData.refresh(endpoint);
        assertDoneAt(endpoint, await events.next());
        assert.deepEqual(await presence.at(endpoint), { status: 'online' });
        await tableOf(watched, 'presence').setOwn({ status: 'busy' });
        assert.deepEqual(await presence.at(endpoint), { status: 'online' });
        await endpointData.refresh(endpoint);
        assertDoneAt(endpoint, await events.next());
        assert.deepEqual(await presence.at(endpoint), { status: 'busy' });
        await endpointData.delete(endpoint);
        await assertRejects(
          () => presence.at(endpoint),
          'NOT_FOUND',
          'presence.at() after delete()',
        );
      },
    },
    {
      name: 'the last EndpointSubscription.close() drops the data, and ends the events',
      with: ['events', 'presence'],
      needs: ['hasPeerAdapter'],
      async check(context, endpointData) {
        const pair = await watchingThePeer(context);
        const { endpoint, watched } = pair;
        const first = await watch(pair);
        const second = await endpointData.subscribe(endpoint);
        await first.subscription.close();
        const presence = tableOf(watched, 'presence');
        await presence.setOwn({ status: 'busy' });
        assert.equal((await first.next('endpointPresenceChanged')).presence?.status, 'busy');
        await second.close();
        await assertRejects(
          () => tableOf(context.adapter, 'presence').at(endpoint),
          'NOT_FOUND',
          'presence.at() after the last subscription was closed',
        );
        await presence.setOwn({ status: 'away' });
        await endpointData.refresh(endpoint);
        assert.equal((await first.nextAny()).type, 'requestStatusChanged');
      },
    },
    {
      name: 'contactCard() gives the card of a peer that is watched',
      with: ['events', 'contacts'],
      needs: ['hasPeerAdapter', 'makesCards'],
      async check(context, endpointData) {
        const pair = await watchingThePeer(context);
        await watch(pair);
        const card = await endpointData.contactCard(pair.endpoint);
        const { peerName } = await tableOf(context.adapter, 'contacts').parse(card);
        assert.equal(peerName, (await pair.watched.identity.contact()).peerName);
      },
    },
    {
      name: 'a peer that is signed out looks as if nobody were there',
      with: ['events', 'visibility', 'presence'],
      needs: ['hasPeerAdapter'],
      async check(context) {
        const pair = await watchingThePeer(context);
        await makeContact(pair, { canWatchMe: true });
        await signedIn(context);
        const watching = await subscribing(pair);
        assertFailedAt(pair.endpoint, await watching.nextAny());
        await assertRejects(
          () => tableOf(context.adapter, 'presence').at(pair.endpoint),
          'NOT_FOUND',
          'presence.at() of a peer that is signed out',
        );
      },
    },
    {
      name: 'this side looks as if nobody were there when it is signed out',
      with: ['events', 'visibility'],
      needs: ['hasPeerAdapter'],
      async check(context) {
        const pair = await watchedByThePeer(context);
        await makeContact(pair, { canWatchMe: true });
        await signIn(context, pair.watcher);
        const watching = await subscribing(pair);
        assertFailedAt(pair.endpoint, await watching.nextAny());
      },
    },
    {
      name: "signed in to 'internet', this side shows itself to the contacts that can watch it, and to nobody else",
      with: ['events', 'visibility', 'contacts'],
      needs: ['hasPeerAdapter', 'makesCards'],
      async check(context) {
        const pair = await watchedByThePeer(context);
        const { endpoint, watched, watcher } = pair;
        await signIn(context, watcher);
        await signIn(context, watched, 'internet');
        const assertRefused = async (): Promise<void> => {
          const watching = await subscribing(pair);
          assertFailedAt(endpoint, await watching.nextAny());
          await watching.subscription.close();
        };
        await assertRefused();
        await makeContact(pair, { canWatchMe: false });
        await assertRefused();
        await makeContact(pair, { canWatchMe: true });
        await (await subscribed(pair)).subscription.close();
        await makeContact(pair, { canWatchMe: true, isBlocked: true });
        await assertRefused();
      },
    },
    {
      name: 'a contact that can watch this side no longer is told that the watch has ended',
      with: ['events', 'visibility', 'contacts'],
      needs: ['hasPeerAdapter', 'makesCards'],
      async check(context) {
        const pair = await watchedByThePeer(context);
        await signIn(context, pair.watcher);
        await signIn(context, pair.watched, 'internet');
        await makeContact(pair, { canWatchMe: true });
        const watching = await subscribed(pair);
        await makeContact(pair, { canWatchMe: false });
        await assertEnds(pair, watching);
      },
    },
    {
      name: 'a contact that is blocked is told that the watch has ended',
      with: ['events', 'contacts', 'inbox'],
      needs: ['hasPeerAdapter', 'makesCards'],
      async check(context) {
        const pair = await watchedByThePeer(context);
        const watching = await watch(pair);
        await makeContact(pair, { canWatchMe: true, isBlocked: true });
        await assertEnds(pair, watching);
      },
    },
    {
      name: 'a peer that signs out is offline, and its watch has ended',
      with: ['events', 'visibility'],
      needs: ['hasPeerAdapter'],
      async check(context) {
        const pair = await watchingThePeer(context);
        const watching = await watch(pair);
        await tableOf(pair.watched, 'visibility').signOut('all');
        await assertEnds(pair, watching);
      },
    },
    {
      name: 'those who watch this side are told when it signs out',
      with: ['events', 'visibility'],
      needs: ['hasPeerAdapter'],
      async check(context) {
        const pair = await watchedByThePeer(context);
        const watching = await watch(pair);
        await tableOf(pair.watched, 'visibility').signOut('all');
        await assertEnds(pair, watching);
      },
    },
    {
      name: 'those who watch this side are told when its adapter is closed',
      with: ['events'],
      needs: ['hasPeerAdapter'],
      async check(context) {
        const pair = await watchedByThePeer(context);
        const watching = await watch(pair);
        await context.adapter.close();
        await assertEnds(pair, watching);
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
