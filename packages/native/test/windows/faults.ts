import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { invite, type InviteRequest, isCollaborationError } from '@beckon/core';
import { HRESULTS } from '@beckon/core/hresults';
import { lastValueFrom, map, Subject, takeUntil, toArray } from 'rxjs';
import { isNativeAvailable, type NativeAdapter, nativeAdapter } from '../../src/index.ts';
import { ANSWER, FROM_THREAD, type ReferenceDll } from './reference-dll.ts';
import { referencePath, withAdapter } from './reference.ts';
import { applicationId, contact, endpoint, invitation, object } from './samples.ts';

/** Faults of the DLL and of Windows, and the errors that report them. */
export function describeFaults(dll: ReferenceDll): void {
  void describe('invitations that fail', () => {
    void it('every failure becomes its code, with the number and the function in the error', () =>
      withAdapter(dll, async ({ invitations }) => {
        const failures = HRESULTS.filter(
          ({ code, name }) => code !== undefined && name !== 'PEER_E_INVITE_RESPONSE_NOT_AVAILABLE',
        );
        for (const { name, code, value } of failures) {
          const handle = await invitations.inviteEndpoint(endpoint, invitation);
          dll.fail(dll.pendingInvitations()[0]!, name);
          await assert.rejects(
            async () => handle.response(),
            (error) =>
              isCollaborationError(error, code) &&
              error.hresult === value &&
              error.message.includes('PeerCollabGetInvitationResponse') &&
              error.message.includes(name),
            name,
          );
          await handle.close();
        }
      }));

    for (const [expireAs, what] of [
      'response EXPIRED',
      'PEER_E_TIMEOUT',
      'ERROR_TIMEOUT',
    ].entries()) {
      const isResult = expireAs === 2;
      void it(`an expiry told as ${what} ends with ${isResult ? 'UNREACHABLE' : 'expired'}`, () =>
        withAdapter(dll, async (adapter) => {
          dll.setOption('expireAs', expireAs);
          const end = endOf(adapter);
          await pending(dll, 1);
          dll.answerAll(ANSWER.expired);
          assert.equal(await end, isResult ? 'UNREACHABLE' : 'expired');
        }));
    }

    void it('a failure at the recipient is REMOTE_ERROR with its cause', () =>
      withAdapter(dll, async (adapter) => {
        const states = statesOf(adapter);
        const handle = await pending(dll, 1);
        dll.answer(handle, ANSWER.error, { extended: 0x80070490 });
        await assert.rejects(
          states,
          (error) => isCollaborationError(error, 'REMOTE_ERROR') && error.hresult === 0x80070490,
        );
      }));

    void it('out-pointers are not read after a failure', () =>
      withAdapter(dll, async (adapter) => {
        dll.setOption('poisonOutPointers', 1);
        const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation);
        assert.equal(await handle.response(), 'pending');
        await handle.cancel('withdrawn');
        await assert.rejects(async () => handle.response());
        await handle.close();
        await assert.rejects(async () => adapter.contacts.get('nobody'));
        await assert.rejects(async () => adapter.peopleNearMe.list());
        await assert.rejects(async () =>
          adapter.applications.registration(applicationId, 'currentUser'),
        );
        await assert.rejects(async () => adapter.endpointData.contactCard(endpoint));
        assert.equal(await adapter.launch.launchInfo(), undefined);
        const event = adapter.createEvent();
        const queue = await adapter.events.changes([{ type: 'endpointChanged' }], event);
        assert.equal(await queue.next(), undefined);
        await queue.close();
      }));

    void it('a call that fails leaves nothing behind', () =>
      withAdapter(dll, async (adapter) => {
        for (const [name, call] of refusable(adapter)) {
          dll.failNext(name, 'E_OUTOFMEMORY');
          await assert.rejects(
            async () => call(),
            (error) => isCollaborationError(error, 'OUT_OF_MEMORY') && error.message.includes(name),
            name,
          );
        }
      }));

    void it('a result outside the table is UNKNOWN, with its number', () =>
      withAdapter(dll, async ({ identity }) => {
        dll.failNextWith('PeerCollabGetEndpointName', 0x80637002);
        await assert.rejects(
          async () => identity.name(),
          (error) => isCollaborationError(error, 'UNKNOWN') && error.message.includes('0x80637002'),
        );
      }));
  });

  void describe('crossings', () => {
    for (const [option, action] of ['', 'accepted', 'declined'].entries()) {
      if (option === 0) continue;
      void it(`an answer that comes during cancel() counts: ${action}`, () =>
        withAdapter(dll, async (adapter) => {
          dll.setOption('answerOnCancel', option);
          const controller = new AbortController();
          const states = statesOf(adapter, { signal: controller.signal });
          await pending(dll, 1);
          controller.abort();
          assert.equal((await states).at(-1), action);
        }));
    }

    void it('answers from another thread while all are cancelled end each once', () =>
      withAdapter(dll, async (adapter) => {
        for (let round = 0; round < 20; round++) {
          const stop$ = new Subject<void>();
          const ends = Array.from({ length: 50 }, () => lastState(adapter, stop$));
          await pendingAtLeast(dll, 50);
          dll.answerAll(ANSWER.accepted, FROM_THREAD);
          stop$.next();
          for (const end of await Promise.all(ends)) {
            assert.ok(end === 'accepted' || end === 'pending', end);
          }
          await until(() => dll.counters().invitations === 0);
        }
      }));

    for (const signalOnCancel of [0, 1]) {
      void it(`cancel() ends with cancelled, whether it signals or not (${signalOnCancel})`, () =>
        withAdapter(dll, async (adapter) => {
          dll.setOption('signalOnCancel', signalOnCancel);
          const controller = new AbortController();
          const states = statesOf(adapter, { signal: controller.signal });
          await pending(dll, 1);
          controller.abort();
          assert.equal((await states).at(-1), 'cancelled');
        }));
    }
  });

  void describe('libraries that cannot be used', () => {
    void it('no P2P.dll in the system folder: SERVICE_UNAVAILABLE, and says what to use', async () => {
      // Wine has no P2P.dll. A Windows with one may be available.
      const availability = await isNativeAvailable();
      if (availability.isAvailable) return;
      assert.ok(isCollaborationError(availability.error, 'SERVICE_UNAVAILABLE'));
      assert.match(availability.error.message, /\\system32\\P2P\.dll does not exist.*libp2p/i);
      await assert.rejects(
        () => nativeAdapter().open(),
        (error) => isCollaborationError(error, 'SERVICE_UNAVAILABLE'),
      );
    });

    void it('the reference library is available', async () => {
      dll.reset();
      const availability = await isNativeAvailable({ library: referencePath() });
      assert.deepEqual(availability, { isAvailable: true });
      assert.equal(dll.counters().startups, 0);
    });

    void it('a library without one function: SERVICE_UNAVAILABLE, and names it', () =>
      withFile(async (file) => {
        const name = 'PeerCollabQueryContactData';
        const renamed = readFileSync(referencePath());
        // The names keep their length and order.
        for (let at = 0; (at = renamed.indexOf(`\0${name}\0`, at)) >= 0; at += name.length) {
          renamed.write(`${name.slice(0, -1)}b`, at + 1, 'latin1');
        }
        writeFileSync(file, renamed);
        await assertUnavailable(file, new RegExp(`has no function ${name}`));
      }));

    void it('a file that is not a library: SERVICE_UNAVAILABLE, and says so', () =>
      withFile(async (file) => {
        writeFileSync(file, 'not a library');
        await assertUnavailable(file, /cannot be loaded/);
      }));

    void it('a start-up that fails: its code, and open() works the next time', async () => {
      dll.reset();
      dll.failNext('PeerCollabStartup', 'PEER_E_UNSUPPORTED_VERSION');
      const adapter = nativeAdapter({ library: referencePath() });
      await assert.rejects(
        () => adapter.open(),
        (error) => isCollaborationError(error, 'NOT_SUPPORTED'),
      );
      await adapter.open();
      await adapter.close();
      assert.equal(dll.counters().startups, 0);
    });

    void it('a service that is not there: SERVICE_UNAVAILABLE, and says the reason', async () => {
      dll.reset();
      for (const result of ['PEER_E_SERVICE_NOT_AVAILABLE', 'PEER_E_CANNOT_START_SERVICE']) {
        dll.failNext('PeerCollabStartup', result);
        await assert.rejects(
          () => nativeAdapter({ library: referencePath() }).open(),
          (error) =>
            isCollaborationError(error, 'SERVICE_UNAVAILABLE') &&
            /Peer Name Resolution|administrator|p2phost/.test(error.message),
        );
      }
      dll.failNext('PeerCollabSignin', 'PEER_E_SERVICE_NOT_AVAILABLE');
      await assert.rejects(
        () => nativeAdapter({ library: referencePath(), signIn: 'nearMe' }).open(),
        (error) => isCollaborationError(error, 'SERVICE_UNAVAILABLE'),
      );
      assert.equal(dll.counters().startups, 0);
    });
  });
}

function refusable(adapter: NativeAdapter): readonly [string, () => PromiseLike<unknown>][] {
  const { invitations, contacts, applications, identity, objects, endpointData } = adapter;
  return [
    ['PeerCollabAsyncInviteEndpoint', () => invitations.inviteEndpoint(endpoint, invitation)],
    [
      'PeerCollabAsyncInviteContact',
      () => invitations.inviteContact(contact, endpoint, invitation),
    ],
    ['PeerCollabEnumContacts', () => contacts.list()],
    ['PeerCollabGetContact', () => contacts.get('x')],
    ['PeerCollabExportContact', () => identity.card()],
    ['PeerCollabUpdateContact', () => contacts.update(contact)],
    ['PeerCollabEnumApplications', () => applications.own()],
    ['PeerCollabEnumObjects', () => objects.own()],
    ['PeerGetItemCount', () => applications.own()],
    ['PeerCollabSetObject', () => objects.publish(object)],
    ['PeerCollabSubscribeEndpointData', () => endpointData.subscribe(endpoint)],
    [
      'PeerCollabRegisterEvent',
      () => adapter.events.changes([{ type: 'endpointChanged' }], adapter.createEvent()),
    ],
    ['PeerCollabSignin', () => adapter.visibility.signIn('all')],
    ['PeerCollabGetAppLaunchInfo', () => adapter.launch.launchInfo()],
  ];
}

async function assertUnavailable(library: string, message: RegExp): Promise<void> {
  const availability = await isNativeAvailable({ library });
  assert.ok(!availability.isAvailable);
  assert.ok(isCollaborationError(availability.error, 'SERVICE_UNAVAILABLE'));
  assert.match(availability.error.message, message);
}

async function withFile(run: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'beckon-'));
  const file = join(folder, 'P2P.dll');
  copyFileSync(referencePath(), file);
  try {
    await run(file);
  } finally {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Windows keeps a library that was loaded until the process ends.
    }
  }
}

function statesOf(
  adapter: NativeAdapter,
  options: Partial<InviteRequest> = {},
): Promise<readonly string[]> {
  return lastValueFrom(
    invite(adapter, { to: { endpoint }, applicationId, ...options }).pipe(
      map(({ state }) => state),
      toArray(),
    ),
  );
}

function endOf(adapter: NativeAdapter): Promise<string> {
  return statesOf(adapter).then(
    (states) => states.at(-1) ?? '',
    (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
  );
}

function lastState(adapter: NativeAdapter, stop$: Subject<void>): Promise<string> {
  return lastValueFrom(
    invite(adapter, { to: { endpoint }, applicationId }).pipe(
      map(({ state }) => state),
      takeUntil(stop$),
    ),
  );
}

async function pending(dll: ReferenceDll, count: number): Promise<bigint> {
  await pendingAtLeast(dll, count);
  return dll.pendingInvitations()[0]!;
}

async function pendingAtLeast(dll: ReferenceDll, count: number): Promise<void> {
  await until(() => dll.counters().pendingInvitations >= count);
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
