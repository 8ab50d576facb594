import {
  CollaborationError,
  type CollaborationObject,
  type Guid,
  LIMITS,
  type Scope,
} from '@beckon/core';
import type { ObjectFunctions, ObjectHandle } from '@beckon/core/adapter';
import {
  asView,
  type FaultyAdapters,
  instead,
  type MakeFaulty,
  withCollaborationEvents,
  withTable,
} from '../faulty-adapter.ts';

/** Replaces `close()` of every object handle. */
const withObjectHandle = (
  close: (
    correct: ObjectHandle,
    object: CollaborationObject,
    objects: ObjectFunctions,
  ) => PromiseLike<void>,
): MakeFaulty =>
  withTable('objects', (correct) => ({
    async publish(object) {
      const handle = await correct.publish(object);
      return { close: () => close(handle, object, correct) };
    },
  }));

/** Alters the result of `own()`. */
const withOwn = (
  alter: (objects: readonly CollaborationObject[]) => readonly CollaborationObject[],
): MakeFaulty => withTable('objects', ({ own }) => ({ own: async (id) => alter(await own(id)) }));

/** `own()` gives every object that was ever published. */
const keepingEverything: MakeFaulty = withTable('objects', ({ publish, own }) => {
  const kept = new Map<Guid, CollaborationObject>();
  return {
    async publish(object) {
      const handle = await publish(object);
      kept.set(object.id, object);
      return handle;
    },
    async own(id) {
      await own(id);
      return [...kept.values()];
    },
  };
});

export const faultyObjects: FaultyAdapters = [
  {
    breaks: 'own() gives all objects, and with an id only the one with that id',
    make: withTable('objects', ({ own }) => ({ own: () => own() })),
  },
  ...[
    asView,
    (data: Uint8Array) => Buffer.from(data),
    (data: Uint8Array) => Uint8Array.from(data.subarray(0, 16_000)),
  ].map((alter) => ({
    breaks: 'own() gives the object of publish(), from 1 byte of data to the most',
    make: withOwn((objects) => objects.map((object) => ({ ...object, data: alter(object.data) }))),
  })),
  {
    breaks: 'publish() with the same id replaces the object',
    make: withOwn((objects) => [...objects, ...objects]),
  },
  {
    breaks: 'ObjectHandle.close() withdraws the object',
    make: withObjectHandle(async () => undefined),
  },
  {
    breaks: 'ObjectHandle.close() of a replaced object withdraws nothing',
    // Deletes by id, as Windows does.
    make: withObjectHandle(async (_handle, object, { publish }) => (await publish(object)).close()),
  },
  {
    breaks: 'a second ObjectHandle.close() rejects with CLOSED',
    make: withObjectHandle((handle) =>
      instead(
        () => handle.close(),
        'CLOSED',
        () => undefined,
      ),
    ),
  },
  {
    breaks: 'the last close() withdraws every object, and ObjectHandle.close() resolves after it',
    make: keepingEverything,
  },
  {
    breaks: 'the last close() withdraws every object, and ObjectHandle.close() resolves after it',
    make: withObjectHandle(async (handle, _object, { own }) => {
      // Throws when the adapter is closed.
      await own();
      await handle.close();
    }),
  },
  { breaks: "signOut('all') withdraws every object", make: keepingEverything },
  {
    breaks:
      'publish() rejects with LIMIT_REACHED beyond 128 objects, and can still replace one of them',
    make: withTable('objects', ({ publish }) => ({
      publish: (object) =>
        instead(
          () => publish(object),
          'LIMIT_REACHED',
          () => ({ close: async () => undefined }),
        ),
    })),
  },
  {
    breaks:
      'publish() rejects with LIMIT_REACHED beyond 128 objects, and can still replace one of them',
    make: withTable('objects', ({ publish, own }) => ({
      async publish(object) {
        if ((await own()).length < LIMITS.publishedObjects) return publish(object);
        throw new CollaborationError('LIMIT_REACHED', 'objects.publish: there are too many.');
      },
    })),
  },
  {
    breaks: 'at() follows the objects of a peer that is watched',
    make: withTable('objects', ({ at }) => ({ at: (endpoint) => at(endpoint) })),
  },
  ...[asView, (data: Uint8Array) => Buffer.from(data)].flatMap((alter) =>
    [
      withTable('objects', ({ at }) => ({
        at: async (...args) =>
          (await at(...args)).map((object) => ({ ...object, data: alter(object.data) })),
      })),
      withCollaborationEvents((event) =>
        event.type === 'endpointObjectChanged' && event.object !== undefined
          ? { ...event, object: { ...event.object, data: alter(event.object.data) } }
          : event,
      ),
    ].map((make) => ({ breaks: 'at() follows the objects of a peer that is watched', make })),
  ),
  {
    breaks: 'at() follows the objects of a peer that is watched',
    make: withCollaborationEvents((event) =>
      event.type === 'endpointObjectChanged' ? { ...event, change: 'added' } : event,
    ),
  },
  {
    // Shows no object that is larger than a few bytes.
    breaks: 'a peer that watches this side follows its objects',
    make: withTable('objects', ({ publish }) => ({
      publish: (object) =>
        publish({ ...object, publicationScope: object.data.length > 3 ? 'none' : 'all' }),
    })),
  },
  {
    // Keeps the scope of the older object.
    breaks:
      "an object that is published anew with the scope 'none' goes for those who saw it, with its old data",
    make: withTable('objects', ({ publish }) => {
      const scopes = new Map<Guid, Scope>();
      return {
        publish(object) {
          const publicationScope = scopes.get(object.id) ?? object.publicationScope;
          scopes.set(object.id, publicationScope);
          return publish({ ...object, publicationScope });
        },
      };
    }),
  },
  {
    breaks: "an object of the scope 'none' is shown to nobody",
    make: withTable('objects', ({ publish }) => ({
      publish: (object) => publish({ ...object, publicationScope: 'all' }),
    })),
  },
];
