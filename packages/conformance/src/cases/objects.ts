import assert from 'node:assert/strict';
import { type CollaborationObject, createGuid, type Guid, LIMITS, type Scope } from '@beckon/core';
import type { ObjectFunctions } from '@beckon/core/adapter';
import { assertOwnBytes, assertSameBytes } from '../assert-own-bytes.ts';
import { assertRejects } from '../assert-rejects.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { bytesOf } from '../samples.ts';
import { signedIn } from '../signed-in.ts';
import {
  allowWatching,
  subscribed,
  tableOf,
  watchedByThePeer,
  watchingThePeer,
  type WatchingPair,
} from '../watch.ts';
import {
  callsWith,
  wrongBytes,
  wrongEndpoints,
  wrongGuids,
  wrongWords,
} from '../wrong-arguments.ts';

/** The published objects of this side. Others see them only if a second side is signed in. */
export const objectCases = casesOfTable('objects', {
  functions: {
    publish: {
      call: (objects) => objects.publish(newObject()),
      needsSignIn: true,
      wrong: {
        ...callsWith(
          wrongGuids('id'),
          (id) => (objects) => objects.publish({ ...newObject(), id }),
        ),
        ...callsWith(
          { ...wrongBytes('data', LIMITS.objectDataBytes), 'data of 0 bytes': bytesOf(0) },
          (data) => (objects) => objects.publish({ ...newObject(), data }),
        ),
        ...callsWith(
          wrongWords<Scope>('scope'),
          (publicationScope) => (objects) => objects.publish({ ...newObject(), publicationScope }),
        ),
        'no object': (objects) => objects.publish(null as unknown as CollaborationObject),
      },
    },
    own: {
      call: (objects) => objects.own(),
      needsSignIn: true,
      wrong: callsWith(wrongGuids('object id'), (id) => (objects) => objects.own(id)),
    },
    at: {
      call: (objects, { peer }) => objects.at(peer.endpoint),
      needsSignIn: true,
      wrong: {
        ...callsWith(
          wrongEndpoints,
          (endpoint) => (objects, context) => objects.at(endpoint(context)),
        ),
        ...callsWith(
          wrongGuids('object id'),
          (id) =>
            (objects, { peer }) =>
              objects.at(peer.endpoint, id),
        ),
      },
    },
  },
  rules: [
    {
      name: 'own() gives the object of publish(), from 1 byte of data to the most',
      async check(context, objects) {
        await signedIn(context);
        for (const size of [1, LIMITS.objectDataBytes]) {
          const object = { ...newObject(), data: bytesOf(size) };
          const handle = await objects.publish(object);
          context.after(() => handle.close());
          const [own] = await objects.own(object.id);
          assert.equal(own?.id, object.id);
          assert.equal(own?.publicationScope, object.publicationScope);
          assertSameBytes(own?.data, object.data);
          assertOwnBytes(own?.data, 'the data of objects.own()');
        }
      },
    },
    {
      name: 'own() gives all objects, and with an id only the one with that id',
      async check(context, objects) {
        await signedIn(context);
        const [first, second] = [newObject(), newObject()];
        for (const object of [first, second]) {
          const handle = await objects.publish(object);
          context.after(() => handle.close());
        }
        assert.deepEqual(await ownIds(objects), [first.id, second.id].sort());
        assert.deepEqual(await ownIds(objects, second.id), [second.id]);
        assert.deepEqual(await ownIds(objects, createGuid()), []);
      },
    },
    {
      name: 'publish() with the same id replaces the object',
      async check(context, objects) {
        await signedIn(context);
        const object = newObject();
        const older = await objects.publish(object);
        context.after(() => older.close());
        const newer = await objects.publish({ ...object, data: bytesOf(7) });
        context.after(() => newer.close());
        const own = await objects.own();
        assert.equal(own.length, 1);
        assertSameBytes(own[0]?.data, bytesOf(7));
      },
    },
    {
      name: 'ObjectHandle.close() withdraws the object',
      async check(context, objects) {
        await signedIn(context);
        const object = newObject();
        const handle = await objects.publish(object);
        await handle.close();
        assert.deepEqual(await ownIds(objects), []);
        // An object that is published again is another object.
        const again = await objects.publish(object);
        await again.close();
        assert.deepEqual(await ownIds(objects), []);
      },
    },
    {
      name: 'ObjectHandle.close() of a replaced object withdraws nothing',
      async check(context, objects) {
        await signedIn(context);
        const object = newObject();
        const older = await objects.publish(object);
        const newer = await objects.publish({ ...object, data: bytesOf(7) });
        context.after(() => newer.close());
        await older.close();
        assertSameBytes((await objects.own(object.id))[0]?.data, bytesOf(7));
      },
    },
    {
      name: 'a second ObjectHandle.close() rejects with CLOSED',
      async check(context, objects) {
        await signedIn(context);
        const handle = await objects.publish(newObject());
        await handle.close();
        const message = await assertRejects(
          () => handle.close(),
          'CLOSED',
          'a second ObjectHandle.close()',
        );
        assert(message.includes('ObjectHandle.close'), `"${message}" must name the function`);
      },
    },
    {
      name: 'the last close() withdraws every object, and ObjectHandle.close() resolves after it',
      async check(context, objects) {
        await signedIn(context);
        const handle = await objects.publish(newObject());
        await context.adapter.close();
        await handle.close();
        await context.adapter.open();
        await signedIn(context);
        assert.deepEqual(await ownIds(objects), []);
      },
    },
    {
      name: "signOut('all') withdraws every object",
      with: ['visibility'],
      async check(context, objects) {
        await signedIn(context);
        const handle = await objects.publish(newObject());
        await context.adapter.visibility?.signOut('all');
        await signedIn(context);
        assert.deepEqual(await ownIds(objects), []);
        await handle.close();
      },
    },
    {
      name: 'publish() rejects with LIMIT_REACHED beyond 128 objects, and can still replace one of them',
      async check(context, objects) {
        await signedIn(context);
        const published = Array.from({ length: LIMITS.publishedObjects }, newObject);
        for (const object of published) {
          const handle = await objects.publish(object);
          context.after(() => handle.close());
        }
        await assertRejects(
          () => objects.publish(newObject()),
          'LIMIT_REACHED',
          'objects.publish() of one object too many',
        );
        const [first] = published;
        assert(first !== undefined);
        const replacing = await objects.publish({ ...first, data: bytesOf(9) });
        context.after(() => replacing.close());
        assert.equal((await objects.own()).length, LIMITS.publishedObjects);
      },
    },
    {
      name: 'at() follows the objects of a peer that is watched',
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertFollowsObjects(await watchingThePeer(context)),
    },
    {
      name: 'a peer that watches this side follows its objects',
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertFollowsObjects(await watchedByThePeer(context)),
    },
    {
      name: "an object that is published anew with the scope 'none' goes for those who saw it, with its old data",
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      async check(context, objects) {
        const pair = await watchedByThePeer(context);
        await allowWatching(pair);
        const shown = newObject();
        const older = await objects.publish(shown);
        context.after(() => older.close());
        const watching = await subscribed(pair);
        const hidden = { ...shown, data: bytesOf(9), publicationScope: 'none' } as const;
        const newer = await objects.publish(hidden);
        context.after(() => newer.close());
        const { change, object } = await watching.next('endpointObjectChanged');
        assert.equal(change, 'deleted');
        assert.equal(object?.id, shown.id);
        assert.notEqual(object.data.byteLength, 9, 'the data of the scope none is shown to nobody');
        assert.deepEqual(await tableOf(pair.watcher, 'objects').at(pair.endpoint), []);
      },
    },
    {
      name: "an object of the scope 'none' is shown to nobody",
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      async check(context, objects) {
        const pair = await watchedByThePeer(context);
        await allowWatching(pair);
        const [hidden, shown] = [newObject(), newObject()];
        for (const object of [{ ...hidden, publicationScope: 'none' } as const, shown]) {
          const handle = await objects.publish(object);
          context.after(() => handle.close());
        }
        const watching = await subscribed(pair);
        const seen = tableOf(pair.watcher, 'objects');
        const idsAt = async (): Promise<readonly Guid[]> =>
          (await seen.at(pair.endpoint)).map(({ id }) => id);
        assert.deepEqual(await idsAt(), [shown.id]);
        for (const object of [{ ...newObject(), publicationScope: 'none' } as const, newObject()]) {
          const handle = await objects.publish(object);
          context.after(() => handle.close());
        }
        assert.equal(
          (await watching.next('endpointObjectChanged')).object?.publicationScope,
          'all',
          'nobody may be told of an object of the scope none',
        );
        assert.equal((await idsAt()).length, 2);
      },
    },
  ],
});

/** Asserts that the watcher sees the objects of the other side, and each that comes, changes or goes. */
async function assertFollowsObjects(pair: WatchingPair): Promise<void> {
  const { context, watcher, watched, endpoint } = pair;
  await allowWatching(pair);
  const published = tableOf(watched, 'objects');
  const [before, later] = [newObject(), newObject()];
  const handle = await published.publish(before);
  context.after(() => handle.close());
  const watching = await subscribed(pair);
  const seen = tableOf(watcher, 'objects');
  const idsAt = async (): Promise<readonly Guid[]> =>
    (await seen.at(endpoint)).map(({ id }) => id).sort();
  assert.deepEqual(await idsAt(), [before.id]);
  const older = await published.publish(later);
  const added = await watching.next('endpointObjectChanged');
  assert.equal(added.change, 'added');
  assert.equal(added.object?.id, later.id);
  assertOwnBytes(added.object.data, 'the data of an endpointObjectChanged event');
  assert.deepEqual(await idsAt(), [before.id, later.id].sort());
  const data = bytesOf(LIMITS.objectDataBytes);
  const newer = await published.publish({ ...later, data });
  assert.equal((await watching.next('endpointObjectChanged')).change, 'updated');
  const [only, ...more] = await seen.at(endpoint, later.id);
  assert(only !== undefined && more.length === 0, 'at() with an id gives one object');
  assert.equal(only.publicationScope, later.publicationScope);
  assertSameBytes(only.data, data);
  assertOwnBytes(only.data, 'the data of objects.at()');
  await older.close();
  await newer.close();
  const deleted = await watching.next('endpointObjectChanged');
  assert.equal(deleted.change, 'deleted');
  assert.equal(deleted.object?.id, later.id);
  assert.deepEqual(await idsAt(), [before.id]);
}

function newObject(): CollaborationObject {
  return { id: createGuid(), data: bytesOf(3), publicationScope: 'all' };
}

async function ownIds(objects: ObjectFunctions, objectId?: Guid): Promise<readonly Guid[]> {
  return (await objects.own(objectId)).map(({ id }) => id).sort();
}
