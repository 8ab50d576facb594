import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type CollaborationEvent,
  createGuid,
  isCollaborationError,
  LIMITS,
  parseGuid,
  USER_PICTURE_OBJECT_ID,
} from '@beckon/core';
import { filter, firstValueFrom, from, mergeMap, merge, of } from 'rxjs';
import type { NativeAdapter } from '../../src/index.ts';
import { encodeContact, encodeEndpoint, encodeInvitation } from '../../src/ffi/encode.ts';
import type { Out, Pointer } from '../../src/ffi/handles.ts';
import { loadPeerLibrary } from '../../src/ffi/library.ts';
import { consumeBlock } from '../../src/ffi/peer-memory.ts';
import { EVENT_TYPES } from '../../src/ffi/constants.ts';
import { peerSignatures } from '../../src/ffi/functions.ts';
import { defineStructs } from '../../src/ffi/structs.ts';
import type { RaisedEvent, ReferenceDll } from './reference-dll.ts';
import { referencePath, withAdapter } from './reference.ts';
import {
  application,
  applicationId,
  bareContact,
  contact,
  endpoint,
  invitation,
  object,
  otherId,
  person,
  unnamedEndpoint,
} from './samples.ts';
import koffi from 'koffi';

const registration = {
  application,
  program: 'C:\\Program Files\\Board\\board.exe',
  arguments: '/invite "x"',
  publicationScope: 'internet',
} as const;

const everyEvent: readonly { raised: RaisedEvent; expected: CollaborationEvent }[] = [
  {
    raised: { type: 1, contact, change: 0 },
    expected: { type: 'watchListChanged', contact, change: 'added' },
  },
  {
    raised: { type: 2, contact, endpoint },
    expected: { type: 'endpointChanged', contact, endpoint },
  },
  {
    raised: { type: 3, contact, endpoint, change: 2, presence: { status: 'busy', text: 'soon' } },
    expected: {
      type: 'endpointPresenceChanged',
      contact,
      endpoint,
      change: 'updated',
      presence: { status: 'busy', text: 'soon' },
    },
  },
  {
    raised: { type: 4, contact, endpoint, change: 0, application },
    expected: {
      type: 'endpointApplicationChanged',
      contact,
      endpoint,
      change: 'added',
      application,
    },
  },
  {
    raised: { type: 5, endpoint: unnamedEndpoint, change: 1, object },
    expected: {
      type: 'endpointObjectChanged',
      endpoint: unnamedEndpoint,
      change: 'deleted',
      object,
    },
  },
  { raised: { type: 6 }, expected: { type: 'myEndpointChanged' } },
  {
    raised: { type: 7, change: 2, presence: { status: 'onThePhone' } },
    expected: { type: 'myPresenceChanged', change: 'updated', presence: { status: 'onThePhone' } },
  },
  {
    raised: { type: 8, contact: bareContact, change: 0 },
    expected: { type: 'myApplicationChanged', contact: bareContact, change: 'added' },
  },
  { raised: { type: 9, change: 1 }, expected: { type: 'myObjectChanged', change: 'deleted' } },
  {
    raised: { type: 10, change: 0, person },
    expected: { type: 'peopleNearMeChanged', change: 'added', person },
  },
  {
    raised: { type: 11, endpoint, hresult: 0x80630109 },
    expected: { type: 'requestStatusChanged', endpoint, error: 'UNREACHABLE' },
  },
];

/** Tests every function table over the reference DLL, and so every function of the DLL. */
export function describeFunctionTables(dll: ReferenceDll): void {
  const called = new Set<string>();

  function rule(name: string, run: (adapter: NativeAdapter) => Promise<void>): void {
    void it(name, async () => {
      await withAdapter(dll, run);
      for (const functionName of allFunctionNames()) {
        if (dll.callCount(functionName) > 0) called.add(functionName);
      }
    });
  }

  void describe('function tables', () => {
    rule('visibility: signing in and out changes the scope', async ({ visibility }) => {
      assert.equal(await visibility.scope(), 'none');
      assert.deepEqual(await visibility.signIn('nearMe'), { isConnected: true });
      assert.equal(await visibility.scope(), 'nearMe');
      await visibility.signIn('internet');
      assert.equal(await visibility.scope(), 'all');
      await visibility.signOut('all');
      assert.equal(await visibility.scope(), 'none');
      await visibility.signOut('all');
    });

    rule(
      'visibility: PEER_S_NO_CONNECTIVITY is a sign-in without connection',
      async ({ visibility }) => {
        dll.failNext('PeerCollabSignin', 'PEER_S_NO_CONNECTIVITY');
        assert.deepEqual(await visibility.signIn('all'), { isConnected: false });
      },
    );

    rule('peopleNearMe: lists people, none one and many', async ({ visibility, peopleNearMe }) => {
      await rejects(() => peopleNearMe.list(), 'NOT_SIGNED_IN');
      await visibility.signIn('nearMe');
      assert.deepEqual(await peopleNearMe.list(), []);
      dll.setPeer({ person });
      assert.deepEqual(await peopleNearMe.list(), [person]);
      const crowd = Array.from({ length: 50 }, (_, index) => ({
        id: parseGuid(`00000000-0000-0000-0000-0000000000${index + 10}`),
        nickname: `${index}`,
        endpoint: { address: `[2001:db8::${(index + 1).toString(16)}]:1`, name: `e${index}` },
      }));
      for (const one of crowd) dll.setPeer({ person: one });
      const ids = (await peopleNearMe.list()).map(({ nickname }) => nickname).sort();
      assert.deepEqual(ids, [person, ...crowd].map(({ nickname }) => nickname).sort());
    });

    rule('contacts: a card can be added, read, changed, exported and removed', async (adapter) => {
      const { contacts, endpointData, visibility } = adapter;
      await visibility.signIn('all');
      dll.setPeer({ person, contact: { ...contact, isWatched: false } });
      const [event, queue] = await listen(adapter, 'requestStatusChanged');
      await endpointData.refresh(endpoint);
      const done = await nextEvent(event, queue);
      assert.deepEqual(done, { type: 'requestStatusChanged', endpoint });
      await queue.close();
      const card = await endpointData.contactCard(endpoint);
      assert.equal((await contacts.parse(card)).peerName, contact.peerName);
      assert.deepEqual(await contacts.list(), []);
      const added = await contacts.add(card);
      assert.equal(added.displayName, contact.displayName);
      assert.deepEqual(added.credentials, contact.credentials);
      await rejects(() => contacts.add(card), 'ALREADY_EXISTS');
      await contacts.update({ ...added, nickname: 'Countess', isWatched: true });
      const changed = await contacts.get(contact.peerName);
      assert.deepEqual([changed.nickname, changed.isWatched], ['Countess', true]);
      assert.deepEqual(await contacts.list(), [changed]);
      assert.ok((await contacts.export(contact.peerName)).length > 0);
      assert.ok(Array.isArray(await contacts.endpoints(changed)));
      await contacts.delete(contact.peerName);
      await rejects(() => contacts.get(contact.peerName), 'NOT_FOUND');
    });

    rule(
      'presence: is set and read, with text of any characters',
      async ({ visibility, presence }) => {
        await rejects(() => presence.own(), 'NOT_SIGNED_IN');
        await visibility.signIn('all');
        assert.deepEqual(await presence.own(), { status: 'online' });
        await presence.setOwn({ status: 'beRightBack', text: 'Tee ☕ 𝄞' });
        assert.deepEqual(await presence.own(), { status: 'beRightBack', text: 'Tee ☕ 𝄞' });
        await rejects(() => presence.at(endpoint), 'NOT_FOUND');
      },
    );

    rule('applications: are registered, read, listed and removed', async ({ applications }) => {
      await rejects(() => applications.registration(applicationId, 'currentUser'), 'NOT_FOUND');
      await applications.register(registration, 'currentUser');
      assert.deepEqual(await applications.registration(applicationId, 'currentUser'), registration);
      await rejects(() => applications.register(registration, 'currentUser'), 'ALREADY_EXISTS');
      const bare = {
        application: { id: otherId },
        program: 'C:\\a.exe',
        publicationScope: 'internet',
      } as const;
      await applications.register(bare, 'allUsers');
      assert.deepEqual(await applications.registrations('allUsers'), [bare]);
      assert.deepEqual(await applications.registrations('currentUser'), [registration]);
      assert.deepEqual(await applications.own(applicationId), [application]);
      assert.equal((await applications.own()).length, 2);
      await applications.unregister(otherId, 'allUsers');
      await applications.unregister(applicationId, 'currentUser');
      await rejects(() => applications.unregister(applicationId, 'currentUser'), 'NOT_FOUND');
    });

    rule(
      'objects: are published, replaced, listed and withdrawn',
      async ({ visibility, objects }) => {
        await visibility.signIn('all');
        const replaced = await objects.publish(object);
        const larger = { ...object, data: new Uint8Array(16_000).fill(7) };
        const handle = await objects.publish(larger);
        await replaced.close();
        assert.deepEqual(await objects.own(), [larger]);
        assert.deepEqual(await objects.own(applicationId), []);
        await handle.close();
        assert.deepEqual(await objects.own(), []);
        await objects.publish({ ...object, id: USER_PICTURE_OBJECT_ID });
      },
    );

    rule('objects and applications beyond their limit are LIMIT_REACHED', async (adapter) => {
      const { applications, objects, visibility } = adapter;
      await visibility.signIn('all');
      for (let index = 0; index < LIMITS.publishedObjects; index++) {
        await objects.publish({ ...object, id: createGuid() });
      }
      await rejects(() => objects.publish(object), 'LIMIT_REACHED');
      for (let index = 0; index < LIMITS.registeredApplications; index++) {
        const application = { id: createGuid() };
        await applications.register({ ...registration, application }, 'allUsers');
      }
      await rejects(() => applications.register(registration, 'allUsers'), 'LIMIT_REACHED');
    });

    rule(
      'endpointData: a subscription brings presence, applications and objects',
      async (adapter) => {
        const { endpointData, presence, applications, objects, visibility } = adapter;
        await visibility.signIn('all');
        dll.setPeer({
          person,
          contact,
          presence: { status: 'away', text: 'x' },
          applications: [application, { id: otherId }],
          objects: [object],
        });
        const [event, queue] = await listen(adapter, 'requestStatusChanged');
        const first = await endpointData.subscribe(endpoint);
        assert.equal(await first.isNew(), true);
        await nextEvent(event, queue);
        const second = await endpointData.subscribe(endpoint);
        assert.equal(await second.isNew(), false);
        assert.deepEqual(await presence.at(endpoint), { status: 'away', text: 'x' });
        assert.deepEqual(await objects.at(endpoint), [object]);
        await applications.at(endpoint);
        await first.close();
        await second.close();
        await endpointData.delete(endpoint);
        await rejects(() => presence.at(endpoint), 'NOT_FOUND');
        await endpointData.subscribe(endpoint);
        await queue.close();
        event.close();
      },
    );

    rule('endpointData: a subscription that could not be made can be closed', async (adapter) => {
      const [event, queue] = await listen(adapter, 'requestStatusChanged');
      const subscription = await adapter.endpointData.subscribe(unnamedEndpoint);
      // The system may still tell of what the rule before has asked about another endpoint.
      let failure = await nextEvent(event, queue);
      while (!('endpoint' in failure) || failure.endpoint?.address !== unnamedEndpoint.address) {
        failure = await nextEvent(event, queue);
      }
      assert.deepEqual(failure, {
        type: 'requestStatusChanged',
        endpoint: unnamedEndpoint,
        error: 'UNREACHABLE',
      });
      await subscription.close();
    });

    rule('identity: the own contact, its card and the name of this endpoint', async (adapter) => {
      const { contacts, identity, visibility } = adapter;
      const me = await identity.contact();
      assert.ok(me.peerName.length > 0);
      assert.deepEqual(await identity.endpoints(), []);
      await rejects(() => identity.card(), 'NOT_SIGNED_IN');
      await rejects(() => identity.name(), 'NOT_SIGNED_IN');
      await visibility.signIn('all');
      assert.equal((await contacts.parse(await identity.card())).peerName, me.peerName);
      await identity.setName('Küche');
      await identity.setName('Küche');
      assert.equal(await identity.name(), 'Küche');
    });

    rule('data that was read is a plain Uint8Array with a buffer of its own', async (adapter) => {
      await adapter.visibility.signIn('all');
      await adapter.objects.publish(object);
      const [own] = await adapter.objects.own();
      const data = own?.data ?? new Uint8Array();
      assert.equal(Object.getPrototypeOf(data), Uint8Array.prototype);
      assert.deepEqual([data.byteOffset, data.buffer.byteLength], [0, object.data.length]);
    });

    rule('events: each of the 11 types arrives with what it holds', async (adapter) => {
      const [event, queue] = await listen(adapter, ...EVENT_TYPES);
      for (const { raised } of everyEvent) dll.raiseEvent(raised);
      for (const { expected } of everyEvent) {
        assert.deepEqual(await nextEvent(event, queue), expected);
      }
      assert.equal(await queue.next(), undefined);
      await queue.close();
      event.close();
    });

    rule('events: NULL in every optional place is read as absent', async (adapter) => {
      const [event, queue] = await listen(adapter, ...EVENT_TYPES);
      for (let type = 1; type <= EVENT_TYPES.length; type++) dll.raiseEvent({ type });
      for (const type of EVENT_TYPES) {
        const { change, ...rest } = (await nextEvent(event, queue)) as Record<string, unknown>;
        assert.deepEqual(rest, { type });
        assert.ok([undefined, 'added'].includes(change as string));
      }
      await queue.close();
    });

    rule('events: a filter lets through only its application or object', async (adapter) => {
      const event = adapter.createEvent();
      const queue = await adapter.events.changes(
        [{ type: 'endpointApplicationChanged', instanceId: applicationId }],
        event,
      );
      dll.raiseEvent({ type: 4, change: 0, application: { id: otherId } });
      dll.raiseEvent({ type: 4, change: 0, application });
      const seen = (await nextEvent(event, queue)) as { application: unknown };
      assert.deepEqual(seen.application, application);
      assert.equal(await queue.next(), undefined);
      await queue.close();
    });

    rule('launch: gives the invitation that launched the process', async ({ launch }) => {
      assert.equal(await launch.launchInfo(), undefined);
      const info = { contact, endpoint, invitation };
      dll.setLaunchInfo(info);
      assert.deepEqual(await launch.launchInfo(), info);
    });

    rule('launch: a sender who is not a contact is absent', async ({ launch }) => {
      const info = { endpoint: unnamedEndpoint, invitation: { applicationId } };
      dll.setLaunchInfo(info);
      assert.deepEqual(await launch.launchInfo(), info);
    });

    rule(
      'invitations: with and without a handle, to endpoints and to contacts',
      async (adapter) => {
        const { invitations } = adapter;
        await invitations.sendToEndpoint(endpoint, invitation);
        await invitations.sendToContact(contact, endpoint, invitation);
        const handles = [
          await invitations.inviteEndpoint(endpoint, invitation),
          await invitations.inviteContact(contact, endpoint, invitation),
        ];
        assert.equal(dll.counters().pendingInvitations, 4);
        dll.answerAll(1);
        for (const handle of handles) {
          assert.deepEqual(await handle.response(), { action: 'accepted' });
          await handle.close();
        }
        const cancelled = await invitations.inviteEndpoint(endpoint, invitation);
        await cancelled.cancel('withdrawn');
        await cancelled.close();
      },
    );

    rule('the two functions that wait for the answer can be called, off this thread', async () => {
      const { peer, decode } = await loadPeerLibrary(referencePath());
      dll.setAnswer('accept,delay=20');
      const endpointShape = encodeEndpoint('test', endpoint);
      const invitationShape = encodeInvitation(invitation);
      for (const call of [
        (out: Out<Pointer>) => peer.PeerCollabInviteEndpoint(endpointShape, invitationShape, out),
        (out: Out<Pointer>) =>
          peer.PeerCollabInviteContact(encodeContact(contact), endpointShape, invitationShape, out),
      ]) {
        const out: Out<Pointer> = [null];
        assert.equal(await call(out), 0);
        assert(out[0] !== null);
        assert.deepEqual(consumeBlock(peer, out[0], decode.response), { action: 'accepted' });
      }
    });

    void it('every function of P2P.dll has been called', () => {
      const names = allFunctionNames();
      assert.equal(names.length, 46);
      assert.deepEqual(
        names.filter((name) => !called.has(name)),
        [],
      );
    });
  });
}

function allFunctionNames(): readonly string[] {
  return Object.keys(peerSignatures(koffi, defineStructs(koffi)));
}

type Listening = Awaited<ReturnType<NativeAdapter['events']['changes']>>;

async function listen(
  adapter: NativeAdapter,
  ...types: readonly CollaborationEvent['type'][]
): Promise<[ReturnType<NativeAdapter['createEvent']>, Listening]> {
  const event = adapter.createEvent();
  const filters = types.map((type) => ({ type }));
  return [event, await adapter.events.changes(filters, event)];
}

function nextEvent(
  event: ReturnType<NativeAdapter['createEvent']>,
  queue: Listening,
): Promise<CollaborationEvent> {
  return firstValueFrom(
    merge(of(undefined), event.signaled$).pipe(
      mergeMap(() => from(queue.next())),
      filter((next) => next !== undefined),
    ),
  );
}

async function rejects(
  call: () => PromiseLike<unknown>,
  code: Parameters<typeof isCollaborationError>[1],
): Promise<void> {
  await assert.rejects(
    async () => call(),
    (error) => isCollaborationError(error, code),
  );
}
