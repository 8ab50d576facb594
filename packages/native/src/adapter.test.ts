import { type CollaborationError, invite, parseGuid } from '@beckon/core';
import { firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';
import { ScriptedLibrary, result } from '../test/scripted-library.ts';
import { createNativeAdapter, nativeAdapter } from './adapter.ts';
import type { EventQueueHandle, InvitationPointer, Out, Pointer } from './ffi/handles.ts';
import { isNativeAvailable } from './is-native-available.ts';
import type { NativeAdapterOptions } from './options.ts';
import { MAX_KERNEL_EVENTS, REMINDER_MS } from './signals/signal-pump.ts';

const endpoint = { address: '[fe80::1%4]:3587' };
const applicationId = parseGuid('01234567-89ab-cdef-0123-456789abcdef');

interface Sent {
  readonly handle: bigint;
  readonly kernelEvent: bigint;
  action: number | undefined;
}

/** A library that accepts invitations to send, and lets a test answer them. */
function invitationLibrary() {
  const library = new ScriptedLibrary();
  const sent: Sent[] = [];
  const held = new Set<bigint>();
  library.script = {
    PeerCollabAsyncInviteEndpoint(_endpoint, _invitation, kernelEvent, out) {
      const handle = BigInt(1000 + sent.length);
      sent.push({ handle, kernelEvent: kernelEvent ?? 0n, action: undefined });
      if (out !== null) {
        out[0] = handle as InvitationPointer;
        held.add(handle);
      }
      return 0;
    },
    PeerCollabGetInvitationResponse(handle, out) {
      const action = sent.find((one) => one.handle === handle)?.action;
      if (action === undefined) return result('PEER_E_INVITE_RESPONSE_NOT_AVAILABLE');
      const response = { action, pwzMessage: 0xbadn, hrExtendedInfo: 0x80070490 | 0 };
      out[0] = library.block('PEER_INVITATION_RESPONSE', response);
      return 0;
    },
    PeerCollabCloseHandle: (handle) => (held.delete(handle) ? 0 : result('E_HANDLE')),
  };
  const answer = (index: number, action = 1) => {
    const one = sent[index]!;
    one.action = action;
    library.kernel.signal(one.kernelEvent);
  };
  return { library, sent, held, answer };
}

async function opened(library: ScriptedLibrary, options: NativeAdapterOptions = {}) {
  const errors: CollaborationError[] = [];
  const adapter = createNativeAdapter(
    { onTeardownError: (error) => errors.push(error), ...options },
    () => Promise.resolve(library),
  );
  await adapter.open();
  return { adapter, errors };
}

function statesOf(adapter: Parameters<typeof invite>[0]): Promise<readonly string[]> {
  return lastValueFrom(
    invite(adapter, { to: { endpoint }, applicationId }).pipe(
      map(({ state }) => state),
      toArray(),
    ),
  );
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function expectReleased(library: ScriptedLibrary): void {
  expect(library.kernel.held).toEqual({ events: 0, waits: 0, callbacks: 0 });
  expect(library.blocks.size).toBe(0);
}

describe('nativeAdapter', () => {
  it('rejects open() with NOT_SUPPORTED where this is not Windows, and says what to use', async () => {
    const open = nativeAdapter().open();
    await expect(open).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await expect(open).rejects.toThrow(/is part of Windows.*libp2p/);
    const availability = await isNativeAvailable();
    expect(availability).toMatchObject({ isAvailable: false, error: { code: 'NOT_SUPPORTED' } });
  });

  it.each([
    [{ signIn: 'none' }, /signIn is "none"/],
    [{ signIn: 1 }, /signIn/],
    [{ library: 7 }, /library must be an absolute path/],
    [{ onTeardownError: 'log' }, /onTeardownError must be a function/],
  ])('refuses the options %j at the call', (options, reason) => {
    const call = () => nativeAdapter(options as NativeAdapterOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(reason);
  });

  it('refuses a library path that is not absolute', () => {
    expect(() => nativeAdapter({ library: 'P2P.dll' })).toThrow(TypeError);
    expect(() => isNativeAvailable({ library: '..\\P2P.dll' })).toThrow(TypeError);
    expect(() => nativeAdapter({ library: 'C:\\dir\\P2P.dll' })).not.toThrow();
  });

  it('starts up with the first open(), and shuts down with the last close()', async () => {
    const library = new ScriptedLibrary();
    const { adapter } = await opened(library);
    await adapter.open();
    await adapter.close();
    expect(library.count('PeerCollabShutdown')).toBe(0);
    adapter.createEvent();
    await adapter.close();
    expect(library.count('PeerCollabStartup')).toBe(1);
    expect(library.count('PeerCollabShutdown')).toBe(1);
    await expect(adapter.close()).rejects.toMatchObject({ code: 'NOT_INITIALIZED' });
    expectReleased(library);
  });

  it('shuts down again when signing in fails', async () => {
    const library = new ScriptedLibrary();
    library.script = {
      PeerCollabSignin: () => Promise.resolve(result('PEER_E_PRIVACY_DECLINED')),
    };
    await expect(opened(library, { signIn: 'nearMe' })).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    });
    expect(library.count('PeerCollabShutdown')).toBe(1);
  });

  it.each([
    [{ elevated: true }, /administrator.*without elevation/],
    [{ peerNameService: false }, /Peer Name Resolution Protocol is not installed/],
    [{}, /p2phost\.exe/],
  ])('says why the service is not available: %j', async (kernel, reason) => {
    const library = new ScriptedLibrary();
    Object.assign(library.kernel, kernel);
    library.script = { PeerCollabStartup: () => result('PEER_E_SERVICE_NOT_AVAILABLE') };
    const open = opened(library);
    await expect(open).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', hresult: 0x806320a1 });
    await expect(open).rejects.toThrow(reason);
  });

  it('closes the rest when a handle cannot be closed, and reports the error', async () => {
    const { library, sent, held } = invitationLibrary();
    const { adapter, errors } = await opened(library);
    await adapter.invitations.inviteEndpoint(endpoint, { applicationId });
    await adapter.invitations.inviteEndpoint(endpoint, { applicationId });
    library.script.PeerCollabCancelInvitation = (handle) =>
      handle === sent[0]!.handle ? result('E_HANDLE') : 0;
    await adapter.close();
    expect(held.size).toBe(0);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.message).toContain('PeerCollabCancelInvitation');
    expectReleased(library);
  });

  it('waits for calls under way before it shuts down', async () => {
    const library = new ScriptedLibrary();
    const { adapter } = await opened(library);
    let finish: (result: number) => void = () => undefined;
    library.script.PeerCollabUpdateContact = () =>
      library.blocking.run(() => new Promise((resolve) => (finish = resolve)));
    const updating = adapter.contacts.update({ peerName: 'x' });
    const closing = adapter.close();
    await turn();
    expect(library.count('PeerCollabShutdown')).toBe(0);
    finish(0);
    await updating;
    await closing;
    expect(library.count('PeerCollabShutdown')).toBe(1);
  });
});

describe('invitations', () => {
  it('end with the action that the DLL gives, and never follow the pointer of its message', async () => {
    const { library, answer, held } = invitationLibrary();
    const { adapter } = await opened(library);
    for (const [action, state] of ['declined', 'accepted', 'expired'].entries()) {
      const states = statesOf(adapter);
      await turn();
      answer(action, action);
      expect((await states).at(-1)).toBe(state);
    }
    const failing = statesOf(adapter);
    await turn();
    answer(3, 3);
    await expect(failing).rejects.toMatchObject({ code: 'REMOTE_ERROR', hresult: 0x80070490 });
    expect(held.size).toBe(0);
    await adapter.close();
    expectReleased(library);
  });

  it('keep an answer that was read before a cancel', async () => {
    const { library, answer } = invitationLibrary();
    const { adapter } = await opened(library);
    const event = adapter.createEvent();
    const handle = await adapter.invitations.inviteEndpoint(endpoint, { applicationId }, event);
    answer(0);
    await firstValueFrom(event.signaled$);
    await handle.cancel('withdrawn');
    expect(library.count('PeerCollabCancelInvitation')).toBe(0);
    expect(await handle.response()).toEqual({ action: 'accepted' });
    await handle.close();
    await expect(handle.response()).rejects.toMatchObject({ code: 'CLOSED' });
    await adapter.close();
  });

  it('with an unknown action are a PROTOCOL error, and their block is freed', async () => {
    const { library, answer } = invitationLibrary();
    const { adapter } = await opened(library);
    const states = statesOf(adapter);
    await turn();
    answer(0, 4);
    await expect(states).rejects.toMatchObject({ code: 'PROTOCOL' });
    await adapter.close();
    expectReleased(library);
  });

  it('fail with CLOSED at the last close(), and are cancelled and closed', async () => {
    const { library, held } = invitationLibrary();
    const { adapter } = await opened(library);
    const states = statesOf(adapter);
    await turn();
    await adapter.close();
    await expect(states).rejects.toMatchObject({ code: 'CLOSED' });
    expect(library.count('PeerCollabCancelInvitation')).toBe(1);
    expect(held.size).toBe(0);
    expectReleased(library);
  });

  it.each(['not an address', '192.0.2.1:1'])('to %j are refused before a call', async (address) => {
    const { library } = invitationLibrary();
    const { adapter } = await opened(library);
    await expect(
      adapter.invitations.inviteEndpoint({ address }, { applicationId }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(library.count('PeerCollabAsyncInviteEndpoint')).toBe(0);
    await adapter.close();
  });

  it.each([
    ['a zero character', 'a\0b'],
    ['half a surrogate pair', '𝄞'.slice(0, 1)],
    ['more than 255 units', 'x'.repeat(256)],
  ])('with %s in the message are refused before a call', async (_, message) => {
    const { library } = invitationLibrary();
    const { adapter } = await opened(library);
    await expect(
      adapter.invitations.inviteEndpoint(endpoint, { applicationId, message }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(library.count('PeerCollabAsyncInviteEndpoint')).toBe(0);
    await adapter.close();
  });

  it('to the own contact are refused before a call', async () => {
    const { library } = invitationLibrary();
    library.script.PeerCollabGetContact = (_name, out) => {
      out[0] = library.block('PEER_CONTACT', contactShape('me'));
      return 0;
    };
    const { adapter } = await opened(library);
    const invitation = { applicationId };
    await expect(
      adapter.invitations.inviteContact({ peerName: 'me' }, endpoint, invitation),
    ).rejects.toThrow('invitations.inviteContact: contact is this side');
    await adapter.invitations.sendToContact({ peerName: 'other' }, endpoint, invitation);
    expect(library.count('PeerCollabAsyncInviteContact')).toBe(1);
    await adapter.close();
    expectReleased(library);
  });

  it('without a handle pass NULL for event and handle', async () => {
    const { library } = invitationLibrary();
    const { adapter } = await opened(library);
    await adapter.invitations.sendToEndpoint(endpoint, { applicationId });
    const call = library.calls.find(({ name }) => name === 'PeerCollabAsyncInviteEndpoint');
    expect(call!.values.slice(2)).toEqual([null, null]);
    await adapter.close();
  });

  it('need an event of this adapter that is not closed', async () => {
    const { library } = invitationLibrary();
    const { adapter } = await opened(library);
    const other = await opened(new ScriptedLibrary());
    const closed = adapter.createEvent();
    closed.close();
    for (const event of [other.adapter.createEvent(), closed]) {
      await expect(
        adapter.invitations.inviteEndpoint(endpoint, { applicationId }, event),
      ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    expect(library.count('PeerCollabAsyncInviteEndpoint')).toBe(0);
    await adapter.close();
    await other.adapter.close();
  });

  it('can be closed once, and after the adapter without effect', async () => {
    const { library, held } = invitationLibrary();
    const { adapter } = await opened(library);
    const invite = () => adapter.invitations.inviteEndpoint(endpoint, { applicationId });
    const closed = await invite();
    await closed.close();
    await expect(closed.close()).rejects.toThrow('InvitationHandle.close: it has been closed.');
    const pending = await invite();
    await adapter.close();
    await pending.cancel('withdrawn');
    await pending.close();
    await expect(pending.response()).rejects.toMatchObject({ code: 'CLOSED' });
    expect(held.size).toBe(0);
    expect(library.count('PeerCollabCloseHandle')).toBe(2);
  });
});

describe('signals', () => {
  it('never need more callbacks at once than there are kernel events', async () => {
    const count = 1_000;
    const { library, answer, held } = invitationLibrary();
    const { adapter } = await opened(library);
    const ends = Array.from({ length: count }, () => statesOf(adapter));
    await turn();
    expect(library.kernel.held.events).toBe(MAX_KERNEL_EVENTS);
    for (let index = 0; index < count; index++) answer(index);
    for (const states of await Promise.all(ends)) expect(states.at(-1)).toBe('accepted');
    expect(library.kernel.mostWaits).toBeLessThanOrEqual(MAX_KERNEL_EVENTS);
    expect(held.size).toBe(0);
    await adapter.close();
    expectReleased(library);
  });

  it('wake only the events of ended invitations, where events share a kernel event', async () => {
    const { library, answer } = invitationLibrary();
    const { adapter } = await opened(library);
    const woken: number[] = [];
    for (let index = 0; index < 200; index++) {
      const event = adapter.createEvent();
      await adapter.invitations.inviteEndpoint(endpoint, { applicationId }, event);
      event.signaled$.subscribe(() => woken.push(index));
    }
    answer(0);
    answer(150);
    await turn();
    await turn();
    await turn();
    expect(woken.sort()).toEqual([0, 150]);
    await adapter.close();
  });

  it.each([
    ['the youngest of many that share a kernel event', [999]],
    ['every second one', Array.from({ length: 500 }, (_, index) => 2 * index)],
  ])('pass on the answers of %s', async (_, chosen) => {
    const { library, answer, sent } = invitationLibrary();
    const { adapter } = await opened(library);
    const ends = Array.from({ length: 1_000 }, () => statesOf(adapter));
    await turn();
    for (const index of chosen) answer(index);
    for (const index of chosen) expect((await ends[index]!).at(-1)).toBe('accepted');
    sent.forEach((one, index) => {
      if (one.action === undefined) answer(index);
    });
    await Promise.all(ends);
    await adapter.close();
    expectReleased(library);
  });

  it('pass on an answer though signals for others keep coming', async () => {
    const { library, answer, sent } = invitationLibrary();
    const { adapter } = await opened(library);
    let isAnswered = false;
    const ends = Array.from({ length: 1_000 }, () => statesOf(adapter));
    void ends[999]!.then(() => (isAnswered = true));
    for (let turns = 0; !isAnswered; turns++) {
      if (turns === 20) answer(999);
      for (const { kernelEvent } of sent.slice(0, MAX_KERNEL_EVENTS)) {
        library.kernel.signal(kernelEvent);
      }
      await turn();
    }
    await Promise.all([adapter.close(), ...ends.map((end) => end.catch(() => undefined))]);
    expectReleased(library);
  });

  describe('that are lost', () => {
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    });
    afterEach(() => jest.useRealTimers());

    it('delay an answer by no more than 30 seconds', async () => {
      expect(REMINDER_MS).toBeLessThanOrEqual(30_000);
      const { library, sent } = invitationLibrary();
      const { adapter } = await opened(library);
      const ends = Array.from({ length: 200 }, () => statesOf(adapter));
      await turn();
      for (const one of sent) one.action = 1;
      jest.advanceTimersByTime(REMINDER_MS - 1);
      await turn();
      expect(library.count('PeerCollabGetInvitationResponse')).toBe(0);
      jest.advanceTimersByTime(1);
      for (const states of await Promise.all(ends)) expect(states.at(-1)).toBe('accepted');
      await adapter.close();
    });

    it('need one timer for any number of pending invitations, and none without a pending invitation', async () => {
      const { library, answer } = invitationLibrary();
      const { adapter } = await opened(library);
      const event = adapter.createEvent();
      const handles = [];
      expect(jest.getTimerCount()).toBe(0);
      for (let index = 0; index < 100; index++) {
        handles.push(await adapter.invitations.inviteEndpoint(endpoint, { applicationId }, event));
      }
      expect(jest.getTimerCount()).toBe(1);
      for (let index = 0; index < 99; index++) answer(index);
      await turn();
      await turn();
      expect(jest.getTimerCount()).toBe(1);
      await handles[99]!.close();
      expect(jest.getTimerCount()).toBe(0);
      await adapter.close();
    });

    it('do not keep the process running without a subscriber', async () => {
      const { library } = invitationLibrary();
      const { adapter } = await opened(library);
      const timers = jest.spyOn(globalThis, 'setInterval');
      const event = adapter.createEvent();
      await adapter.invitations.inviteEndpoint(endpoint, { applicationId }, event);
      const [reminder] = timers.mock.results.map(({ value }) => value as NodeJS.Timeout);
      expect(reminder!.hasRef()).toBe(false);
      event.signaled$.subscribe();
      const [, keepAlive] = timers.mock.results.map(({ value }) => value as NodeJS.Timeout);
      expect(keepAlive!.hasRef()).toBe(true);
      await adapter.close();
      expect(jest.getTimerCount()).toBe(0);
    });
  });
});

describe('event queues', () => {
  function eventLibrary(queue: (() => bigint)[]) {
    const library = new ScriptedLibrary();
    let kernelEvent = 0n;
    library.script = {
      PeerCollabRegisterEvent(event, _count, _registrations, out) {
        kernelEvent = event;
        out[0] = 77n as EventQueueHandle;
        return 0;
      },
      PeerCollabGetEventData(_registration, out: Out<Pointer>) {
        const next = queue.shift();
        if (next === undefined) return result('PEER_S_NO_EVENT_DATA');
        out[0] = next();
        return 0;
      },
    };
    return { library, signal: () => library.kernel.signal(kernelEvent) };
  }

  it('give each event once and undefined when the queue is empty', async () => {
    const waiting: (() => bigint)[] = [];
    const { library, signal } = eventLibrary(waiting);
    const { adapter } = await opened(library);
    const event = adapter.createEvent();
    const queue = await adapter.events.changes([{ type: 'myEndpointChanged' }], event);
    expect(await queue.next()).toBeUndefined();
    waiting.push(() =>
      library.block('PEER_COLLAB_EVENT_DATA', {
        eventType: 6,
        data: { endpointChangedData: { pContact: null, pEndpoint: null } },
      }),
    );
    signal();
    await firstValueFrom(event.signaled$);
    expect(await queue.next()).toEqual({ type: 'myEndpointChanged' });
    expect(await queue.next()).toBeUndefined();
    await queue.close();
    await expect(queue.next()).rejects.toMatchObject({ code: 'CLOSED' });
    expect(library.count('PeerCollabUnregisterEvent')).toBe(1);
    await adapter.close();
    expectReleased(library);
  });

  it('can be closed once', async () => {
    const { library } = eventLibrary([]);
    const { adapter } = await opened(library);
    const event = adapter.createEvent();
    const queue = await adapter.events.changes([{ type: 'myEndpointChanged' }], event);
    await queue.close();
    await expect(queue.close()).rejects.toMatchObject({ code: 'CLOSED' });
    expect(library.count('PeerCollabUnregisterEvent')).toBe(1);
    await adapter.close();
  });

  it('are unregistered by the last close(), before their kernel event is closed', async () => {
    const { library } = eventLibrary([]);
    const { adapter, errors } = await opened(library);
    const event = adapter.createEvent();
    const queue = await adapter.events.changes([{ type: 'myEndpointChanged' }], event);
    let eventsLeft = -1;
    library.script.PeerCollabUnregisterEvent = () => {
      eventsLeft = library.kernel.held.events;
      return 0;
    };
    await adapter.close();
    expect(eventsLeft).toBe(1);
    expect(errors).toEqual([]);
    await queue.close();
    await expect(queue.next()).rejects.toMatchObject({ code: 'CLOSED' });
    expectReleased(library);
  });
});

describe('handles', () => {
  it('of an object withdraw it, unless a newer object has replaced it', async () => {
    const library = new ScriptedLibrary();
    const { adapter } = await opened(library);
    const object = { id: applicationId, data: Uint8Array.of(1), publicationScope: 'all' } as const;
    const first = await adapter.objects.publish(object);
    const second = await adapter.objects.publish(object);
    await first.close();
    expect(library.count('PeerCollabDeleteObject')).toBe(0);
    await second.close();
    expect(library.count('PeerCollabDeleteObject')).toBe(1);
    await expect(second.close()).rejects.toMatchObject({ code: 'CLOSED' });
    await adapter.objects.publish(object);
    await adapter.close();
    expect(library.count('PeerCollabDeleteObject')).toBe(2);
  });

  it.each(['PEER_E_NOT_SIGNED_IN', 'PEER_E_NOT_FOUND'])(
    'of an object that signing out has withdrawn can be closed: %s',
    async (name) => {
      const library = new ScriptedLibrary();
      const { adapter, errors } = await opened(library);
      const object = {
        id: applicationId,
        data: Uint8Array.of(1),
        publicationScope: 'all',
      } as const;
      const handle = await adapter.objects.publish(object);
      library.script.PeerCollabDeleteObject = () => result(name);
      await handle.close();
      await adapter.close();
      expect(errors).toEqual([]);
    },
  );

  it('of a subscription unsubscribe once, or with the adapter', async () => {
    const library = new ScriptedLibrary();
    library.script.PeerCollabUnsubscribeEndpointData = () =>
      library.blocking.run(() => Promise.resolve(0));
    const { adapter } = await opened(library);
    const closed = await adapter.endpointData.subscribe(endpoint);
    expect(await closed.isNew()).toBe(true);
    await closed.close();
    await expect(closed.close()).rejects.toMatchObject({ code: 'CLOSED' });
    const held = await adapter.endpointData.subscribe(endpoint);
    await adapter.close();
    expect(library.count('PeerCollabUnsubscribeEndpointData')).toBe(2);
    await held.close();
    expect(library.count('PeerCollabUnsubscribeEndpointData')).toBe(2);
  });
});

describe('limits', () => {
  it('beyond the limit of objects are refused with LIMIT_REACHED, and other refusals keep their code', async () => {
    const library = new ScriptedLibrary();
    let published = 128;
    library.script = {
      PeerCollabSetObject: () => result('E_INVALIDARG'),
      PeerCollabEnumObjects(_endpoint, _id, out) {
        out[0] = 5n as NonNullable<(typeof out)[0]>;
        return 0;
      },
      PeerGetItemCount(_enumeration, out) {
        out[0] = published;
        return 0;
      },
      PeerGetNextItem(_enumeration, count, out) {
        const items = Array.from({ length: count[0] }, () => {
          const item = library.block('PEER_OBJECT', {
            id: { Data1: 1, Data2: 0, Data3: 0, Data4: new Uint8Array(8) },
            data: { cbData: 0, pbData: null },
            dwPublicationScope: 3,
          });
          library.blocks.delete(item);
          return item;
        });
        out[0] = library.pointers(...items);
        return 0;
      },
    };
    const { adapter } = await opened(library);
    const object = { id: applicationId, data: Uint8Array.of(1), publicationScope: 'all' } as const;
    const publish = async () => adapter.objects.publish(object);
    await expect(publish()).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
    published = 127;
    await expect(publish()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await adapter.close();
  });
});

describe('enumerations', () => {
  it('are read in as many pieces as the DLL gives, and ended', async () => {
    const library = new ScriptedLibrary();
    const names = ['a', 'b', 'c', 'd', 'e'];
    let at = 0;
    library.script = {
      PeerGetItemCount(_enumeration, out) {
        out[0] = names.length;
        return 0;
      },
      PeerGetNextItem(_enumeration, count, out) {
        const batch = names.slice(at, at + Math.min(count[0], 2));
        at += batch.length;
        count[0] = batch.length;
        const items = batch.map((name) => {
          const item = library.block('PEER_CONTACT', contactShape(name));
          library.blocks.delete(item);
          return item;
        });
        out[0] = library.pointers(...items);
        return 0;
      },
      PeerCollabEnumContacts(out) {
        out[0] = 5n as NonNullable<(typeof out)[0]>;
        return 0;
      },
    };
    const { adapter } = await opened(library);
    const contacts = await adapter.contacts.list();
    expect(contacts.map(({ peerName }) => peerName)).toEqual(names);
    expect(library.count('PeerEndEnumeration')).toBe(1);
    library.script.PeerGetNextItem = () => result('E_OUTOFMEMORY');
    await expect(adapter.contacts.list()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(library.count('PeerEndEnumeration')).toBe(2);
    await adapter.close();
    expectReleased(library);
  });
});

describe('results', () => {
  it('a success code other than S_OK keeps its own meaning', async () => {
    const library = new ScriptedLibrary();
    library.script = {
      PeerCollabSignin: () => Promise.resolve(result('PEER_S_NO_CONNECTIVITY')),
      PeerCollabSubscribeEndpointData: () => result('PEER_S_SUBSCRIPTION_EXISTS'),
      PeerCollabGetSigninOptions: () => result('PEER_E_NOT_SIGNED_IN'),
      PeerCollabGetAppLaunchInfo: () => result('PEER_E_NOT_FOUND'),
    };
    const { adapter } = await opened(library);
    expect(await adapter.visibility.signIn('all')).toEqual({ isConnected: false });
    expect(await (await adapter.endpointData.subscribe(endpoint)).isNew()).toBe(false);
    expect(await adapter.visibility.scope()).toBe('none');
    expect(await adapter.launch.launchInfo()).toBeUndefined();
    await adapter.close();
  });

  it('an out-pointer is not read after a failure', async () => {
    const library = new ScriptedLibrary();
    library.script = {
      PeerCollabGetContact(_name, out) {
        out[0] = 0xbadn;
        return result('PEER_E_CONTACT_NOT_FOUND');
      },
    };
    const { adapter } = await opened(library);
    await expect(adapter.contacts.get('x')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      hresult: 0x80636001,
    });
    expect(library.count('PeerFreeData')).toBe(0);
    await adapter.close();
  });

  it('a success without a result is a PROTOCOL error', async () => {
    const library = new ScriptedLibrary();
    const { adapter } = await opened(library);
    await expect(adapter.contacts.get('x')).rejects.toMatchObject({ code: 'PROTOCOL' });
    await adapter.close();
  });
});

function contactShape(name: string) {
  return {
    pwzPeerName: name,
    pwzNickName: null,
    pwzDisplayName: null,
    pwzEmailAddress: null,
    fWatch: 1,
    WatcherPermissions: 0,
    credentials: { cbData: 0, pbData: null },
  };
}
