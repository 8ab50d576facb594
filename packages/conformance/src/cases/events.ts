import assert from 'node:assert/strict';
import {
  type CollaborationEvent,
  type CollaborationEventFilter,
  type CollaborationEventType,
  type CollaborationObject,
  createGuid,
  type Endpoint,
  type Guid,
} from '@beckon/core';
import type { CollaborationEventFunctions } from '@beckon/core/adapter';
import { assertOwnBytes, assertSameBytes } from '../assert-own-bytes.ts';
import { type Changes, eventsOf } from '../changes-of.ts';
import type { CaseContext } from '../conformance-case.ts';
import { casesOfTable, type TableCall } from '../cases-of-table.ts';
import { queueRules } from '../queue-rules.ts';
import { bytesOf } from '../samples.ts';
import { signedIn } from '../signed-in.ts';
import { someEvent } from '../some-event.ts';
import { watch, watchedByThePeer, watchingThePeer, type WatchingPair } from '../watch.ts';
import { callsWith, wrongGuids, wrongNames, wrongWords } from '../wrong-arguments.ts';

const someFilters: readonly CollaborationEventFilter[] = [{ type: 'requestStatusChanged' }];

/** The events that this side causes. The events of others need a second side that is signed in. */
export const eventCases = casesOfTable('events', {
  functions: {
    changes: {
      call: (events, context) => events.changes(someFilters, someEvent(context)),
      needsSignIn: false,
      wrong: {
        'no filters': changesWith([]),
        'filters that are not a list': changesWith(
          'requestStatusChanged' as unknown as CollaborationEventFilter[],
        ),
        ...callsWith(wrongWords<CollaborationEventType>('event type'), (type) =>
          changesWith([{ type }]),
        ),
        ...callsWith(wrongNames('address'), (address) =>
          changesWith([{ type: 'requestStatusChanged', endpoint: { address } }]),
        ),
        ...callsWith(wrongGuids('instance id'), (instanceId) =>
          changesWith([{ type: 'myObjectChanged', instanceId }]),
        ),
      },
      withEvent: (events, _context, event) => events.changes(someFilters, event),
    },
  },
  rules: [
    ...queueRules<'events'>((events, event) => events.changes(someFilters, event)),
    {
      name: 'setting the own presence gives an event',
      with: ['presence'],
      async check(context) {
        await signedIn(context);
        const events = await eventsOf(context, [{ type: 'myPresenceChanged' }]);
        await context.adapter.presence?.setOwn({ status: 'busy', text: 'soon' });
        const event = await events.next();
        assert(event.type === 'myPresenceChanged');
        assert.equal(event.change, 'updated');
        assert.deepEqual(event.presence, { status: 'busy', text: 'soon' });
      },
    },
    {
      name: 'publishing, replacing and withdrawing an object give events with its data',
      with: ['objects'],
      async check(context) {
        await signedIn(context);
        const events = await eventsOf(context, [{ type: 'myObjectChanged' }]);
        const object = newObject();
        const older = await published(context, object);
        const newer = await published(context, { ...object, data: bytesOf(7) });
        await older.close();
        await newer.close();
        for (const [change, size] of [
          ['added', 3],
          ['updated', 7],
        ] as const) {
          const event = await events.next();
          assert(event.type === 'myObjectChanged');
          assert.equal(event.change, change);
          assert.equal(event.object?.id, object.id);
          assertSameBytes(event.object.data, bytesOf(size));
          assertOwnBytes(event.object.data, 'the data of a myObjectChanged event');
        }
        const last = await events.next();
        assert(last.type === 'myObjectChanged');
        assert.equal(last.change, 'deleted');
      },
    },
    {
      name: 'registering and unregistering an application give events',
      with: ['applications'],
      async check(context) {
        const events = await eventsOf(context, [{ type: 'myApplicationChanged' }]);
        const id = createGuid();
        const { applications } = context.adapter;
        await applications?.register(
          { application: { id }, program: process.execPath, publicationScope: 'internet' },
          'currentUser',
        );
        await applications?.unregister(id, 'currentUser');
        for (const change of ['added', 'deleted'] as const) {
          const event = await events.next();
          assert(event.type === 'myApplicationChanged');
          assert.equal(event.change, change);
          assert.equal(event.application?.id, id);
        }
      },
    },
    {
      name: 'setting the own name gives an event',
      async check(context) {
        await signedIn(context);
        const events = await eventsOf(context, [{ type: 'myEndpointChanged' }]);
        await context.adapter.identity.setName(`Kitchen ${createGuid()}`);
        assert.equal((await events.next()).type, 'myEndpointChanged');
      },
    },
    {
      name: 'watching and deleting a contact give events',
      with: ['contacts'],
      async check(context) {
        const { adapter, peer } = context;
        await signedIn(context);
        assert(peer.card !== undefined, 'the cases about contacts need a peer that has a card');
        const added = await adapter.contacts?.add(await peer.card());
        assert(added !== undefined);
        context.after(() =>
          Promise.resolve(adapter.contacts?.delete(added.peerName)).catch(() => undefined),
        );
        await adapter.contacts?.update({ ...added, isWatched: false });
        const events = await eventsOf(context, [{ type: 'watchListChanged' }]);
        await adapter.contacts?.update({ ...added, isWatched: true });
        await adapter.contacts?.delete(added.peerName);
        for (const change of ['added', 'deleted'] as const) {
          const event = await events.next();
          assert(event.type === 'watchListChanged');
          assert.equal(event.change, change);
          assert.equal(event.contact?.peerName, added.peerName);
        }
      },
    },
    {
      name: 'signing in and out near me give events without a person',
      with: ['visibility'],
      async check(context) {
        const events = await eventsOf(context, [{ type: 'peopleNearMeChanged' }]);
        await signedIn(context, 'nearMe');
        await context.adapter.visibility?.signOut('nearMe');
        for (const change of ['added', 'deleted'] as const) {
          assert.deepEqual(await events.next(), { type: 'peopleNearMeChanged', change });
        }
      },
    },
    {
      name: 'a queue has only events that match one of its filters, and only later ones',
      with: ['presence', 'objects'],
      async check(context) {
        await signedIn(context);
        const setText = async (text: string): Promise<void> =>
          context.adapter.presence?.setOwn({ status: 'away', text });
        await setText('before');
        const events = await eventsOf(context, [
          { type: 'myPresenceChanged' },
          { type: 'myApplicationChanged' },
        ]);
        await setText('first');
        await published(context, newObject());
        await setText('second');
        assert.deepEqual(await presenceTexts(events, 2), ['first', 'second']);
        assert.equal(await events.queue.next(), undefined);
      },
    },
    {
      name: 'a filter with an instance id matches only the object with that id',
      with: ['objects'],
      async check(context) {
        await signedIn(context);
        const object = newObject();
        const events = await eventsOf(context, [
          { type: 'myObjectChanged', instanceId: object.id },
        ]);
        await published(context, newObject());
        await published(context, object);
        assert.equal(objectId(await events.next()), object.id);
        assert.equal(await events.queue.next(), undefined);
      },
    },
    {
      name: 'a filter with an endpoint matches only the events of that endpoint',
      with: ['endpointData'],
      async check(context) {
        const { adapter, peer, nowhere } = context;
        await signedIn(context);
        const type = 'requestStatusChanged';
        const all = await eventsOf(context, [{ type }]);
        const one = await eventsOf(context, [
          { type, endpoint: nowhere },
          { type: 'endpointChanged', endpoint: nowhere },
        ]);
        const mixed = await eventsOf(context, [
          { type: 'endpointObjectChanged' },
          { type, endpoint: nowhere },
        ]);
        for (const endpoint of [peer.endpoint, nowhere]) {
          await adapter.endpointData?.refresh(endpoint);
          assertIsAbout(endpoint, await all.next());
        }
        for (const events of [one, mixed]) {
          assertIsAbout(nowhere, await events.next());
          assert.equal(await events.queue.next(), undefined);
        }
      },
    },
    {
      name: 'each queue has its own copy, and closing one leaves the other open',
      with: ['presence'],
      async check(context) {
        await signedIn(context);
        const first = await eventsOf(context, [{ type: 'myPresenceChanged' }]);
        const second = await eventsOf(context, [{ type: 'myPresenceChanged' }]);
        await context.adapter.presence?.setOwn({ status: 'away', text: 'one' });
        assert.deepEqual(await presenceTexts(first, 1), ['one']);
        await first.queue.close();
        await context.adapter.presence?.setOwn({ status: 'away', text: 'two' });
        assert.deepEqual(await presenceTexts(second, 2), ['one', 'two']);
      },
    },
    {
      name: 'a new name of a peer that is watched gives an event with its endpoint and its contact',
      with: ['endpointData'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertTellsName(await watchingThePeer(context)),
    },
    {
      name: 'a new name of this side gives an event to a peer that watches it',
      with: ['endpointData'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertTellsName(await watchedByThePeer(context)),
    },
  ],
});

function assertIsAbout({ address }: Endpoint, event: CollaborationEvent): void {
  assert(event.type === 'requestStatusChanged');
  assert.equal(event.endpoint?.address, address);
}

async function assertTellsName(pair: WatchingPair): Promise<void> {
  const watching = await watch(pair);
  const name = `Kitchen ${createGuid()}`;
  await pair.watched.identity.setName(name);
  const { endpoint, contact } = await watching.next('endpointChanged');
  assert.equal(endpoint?.name, name);
  if (contact === undefined) return;
  assert.equal(contact.peerName, (await pair.watched.identity.contact()).peerName);
}

/** A call of changes() with an event of the adapter. */
function changesWith(filters: readonly CollaborationEventFilter[]): TableCall<'events'> {
  return (events: CollaborationEventFunctions, context: CaseContext) =>
    events.changes(filters, someEvent(context));
}

function newObject(): CollaborationObject {
  return { id: createGuid(), data: bytesOf(3), publicationScope: 'all' };
}

/** Publishes an object until the case closes it, or ends. */
async function published(
  { adapter, after }: CaseContext,
  object: CollaborationObject,
): Promise<{ readonly close: () => PromiseLike<void> }> {
  const handle = await adapter.objects?.publish(object);
  assert(handle !== undefined);
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await handle.close();
  };
  after(close);
  return { close };
}

function objectId(event: CollaborationEvent): Guid | undefined {
  return event.type === 'myObjectChanged' ? event.object?.id : undefined;
}

async function presenceTexts(
  events: Changes<CollaborationEvent>,
  count: number,
): Promise<readonly (string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  while (texts.length < count) {
    const event = await events.next();
    assert.equal(event.type, 'myPresenceChanged');
    texts.push(event.type === 'myPresenceChanged' ? event.presence?.text : undefined);
  }
  return texts;
}
