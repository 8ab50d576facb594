import {
  CollaborationError,
  createGuid,
  type Invitation,
  invite,
  isCollaborationError,
} from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import { firstValueFrom, type Subscription, VirtualTimeScheduler } from 'rxjs';
import { pipePair, cutAll } from '../../test/pipe-pair.ts';
import { connected } from '../../test/connected.ts';
import { CountingAdapter, NOTHING_HELD } from '../../test/counting-adapter.ts';
import { greetedClient, rawClient, type RawClient } from '../../test/raw-client.ts';
import { bridgeAdapter } from '../index.ts';
import type { Allowed } from '../server.ts';
import { serveBridge } from '../server.ts';

const invitation: Invitation = { applicationId: createGuid() };
const endpoint = { address: 'bob' };
const request = { to: { endpoint }, applicationId: invitation.applicationId };

afterEach(cutAll);

describe('serveBridge', () => {
  it('throws TypeError when allow has a name that the contract does not have', () => {
    for (const name of ['nothing', 'inbox.nothing', '__proto__', 'inbox.constructor', '']) {
      const allow = [name as Allowed];
      expect(() => serveBridge(new CountingAdapter(), pipePair().host, { allow })).toThrow(
        TypeError,
      );
    }
  });

  it.each([
    ['limits.handles', { limits: { handles: 0 } }],
    ['limits.events', { limits: { events: 1.5 } }],
    ['limits.pendingCalls', { limits: { pendingCalls: Infinity } }],
    ['limits.callsPerSecond', { limits: { callsPerSecond: NaN } }],
    ['limits.messageBytes', { limits: { messageBytes: -1 } }],
    ['heartbeatMs', { heartbeatMs: Infinity }],
    ['heartbeatMs', { heartbeatMs: 2 ** 31 }],
    ['heartbeatMs', { heartbeatMs: 0 }],
  ])('throws RangeError when %s is out of range: %p', (name, options) => {
    expect(() =>
      serveBridge(new CountingAdapter(), pipePair().host, { allow: [], ...options }),
    ).toThrow(
      expect.objectContaining({
        name: 'RangeError',
        message: expect.stringContaining(`serveBridge: ${name} is `) as string,
      }) as Error,
    );
  });

  it('refuses a function that it does not allow with NOT_AUTHORIZED', async () => {
    const { adapter, hosted } = await connected({ allow: ['inbox.status'] });
    await expect(adapter.invitations.inviteEndpoint(endpoint, invitation)).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    });
    await expect(adapter.inbox?.accept('1')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' });
    await expect(adapter.identity.contact()).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
      message: expect.stringMatching(/^identity\.contact: /) as string,
    });
    expect(await adapter.inbox?.status('1')).toEqual({ state: 'pending' });
    expect(hosted.sent).toHaveLength(0);
  });

  it('keeps code, message and HRESULT of a CollaborationError, and makes any other error UNKNOWN', async () => {
    const { adapter, hosted } = await connected();
    const hresult = hresultValue('PEER_E_NOT_SIGNED_IN');
    const errors = [
      new CollaborationError('NOT_SIGNED_IN', 'Sign in first.', { hresult }),
      new SyntaxError('odd'),
    ];
    const caught: unknown[] = [];
    for (const error of errors) {
      hosted.failures.push(error);
      caught.push(await adapter.inbox?.status('1').then(undefined, (reason: unknown) => reason));
    }
    expect(caught).toMatchObject([
      { name: 'CollaborationError', code: 'NOT_SIGNED_IN', message: 'Sign in first.', hresult },
      { name: 'CollaborationError', code: 'UNKNOWN', message: 'inbox.status failed: odd' },
    ]);
  });

  it.each([
    ['open', []],
    ['call', ['inbox', 'status', ['1']]],
    ['release', [1, 'close', []]],
    ['releaseAll', []],
  ])('refuses %s before hello with PROTOCOL', async (name, args) => {
    const hosted = new CountingAdapter();
    const { replies, send } = rawClient(hosted, { allow: ['inbox'] });
    send('1', name, ...args);
    await settled();
    expect(replies).toMatchObject([{ i: '1', r: { error: { code: 'PROTOCOL' } } }]);
    expect(hosted.held.adapter).toBe(0);
  });

  it.each([
    ['a member that only JavaScript knows', 'call', ['inbox', 'constructor', []], 'NOT_SUPPORTED'],
    ['a table that only JavaScript knows', 'call', ['__proto__', 'x', []], 'NOT_SUPPORTED'],
    ['a property', 'call', ['invitations', 'reportsDelivery', []], 'NOT_SUPPORTED'],
    ['an event that is not a number', 'call', ['inbox', 'changes', ['1']], 'PROTOCOL'],
    ['an event that is not a whole number', 'call', ['inbox', 'changes', [1.5]], 'PROTOCOL'],
    ['a function that a handle does not have', 'call', [1, 'constructor', []], 'PROTOCOL'],
    ['a function that a handle does not have', 'release', [1, 'constructor', []], 'PROTOCOL'],
    ['a function of another kind of handle', 'release', [1, 'cancel', []], 'PROTOCOL'],
    ['a function that releases', 'call', [1, 'close', []], 'PROTOCOL'],
    ['a function that asks', 'release', [1, 'next', []], 'PROTOCOL'],
    ['a handle that does not exist', 'call', [2, 'next', []], 'CLOSED'],
    ['a handle that does not exist', 'release', [2, 'close', []], 'CLOSED'],
    ['a handle that is not a number', 'release', ['__proto__', 'close', []], 'CLOSED'],
    ['no function', 'call', ['inbox', 7, []], 'PROTOCOL'],
    ['no function', 'release', [1, 7, []], 'PROTOCOL'],
    ['arguments that are no list', 'call', ['inbox', 'status', 'x'], 'PROTOCOL'],
  ])('refuses %s in a %s', async (_, name, args, code) => {
    const hosted = new CountingAdapter();
    const { replies, send } = greetedClient(hosted, { allow: ['invitations', 'inbox'] });
    send('handle', 'call', 'inbox', 'changes', [1]);
    await settled();
    send('odd', name, ...args);
    await settled();
    expect(replies.slice(1)).toMatchObject([
      { i: 'handle', r: { value: 1 } },
      { i: 'odd', r: { error: { code } } },
    ]);
    expect(hosted.held).toMatchObject({ queues: 1, events: 1 });
  });

  it('opens its adapter again after a failed open()', async () => {
    const hosted = new CountingAdapter();
    const { client, host } = pipePair();
    serveBridge(hosted, host, { allow: [] });
    const adapter = await bridgeAdapter(client);
    const open = hosted.open.bind(hosted);
    hosted.open = () => Promise.reject(new CollaborationError('SERVICE_UNAVAILABLE', 'Not yet.'));
    await expect(adapter.open()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    hosted.open = open;
    await adapter.open();
    expect(hosted.held.adapter).toBe(1);
    await adapter.close();
    expect(hosted.held.adapter).toBe(0);
  });

  it.each([
    ['no message', 'text'],
    ['null', null],
    ['no type', {}],
    ['a function that is not offered', { t: 'q', i: '1', m: 'constructor', a: [] }],
    ['arguments that are no list', { t: 'q', i: '1', m: 'hello', a: 'x' }],
    ['a long id', { t: 'q', i: 'x'.repeat(65), m: 'hello', a: [2] }],
    ['a reply without id', { t: 's', r: 1 }],
    ['a reply that names a function', { t: 's', i: '1', m: 'release' }],
  ])('disconnects a client that sends %s', async (_, message) => {
    const { served, reasons, post } = rawClient(new CountingAdapter(), { allow: [] });
    post(message);
    await served.ended;
    await settled();
    expect(reasons).toHaveLength(1);
  });

  describe('limits', () => {
    it('handles: calls that will give a handle count too', async () => {
      const { adapter, hosted } = await connected({ limits: { handles: 2 } });
      hosted.heldBack = [];
      const first = adapter.invitations.inviteEndpoint(endpoint, invitation);
      const second = adapter.invitations.inviteEndpoint(endpoint, invitation);
      await expect(adapter.invitations.inviteEndpoint(endpoint, invitation)).rejects.toMatchObject({
        code: 'LIMIT_REACHED',
      });
      expect(hosted.sent).toHaveLength(2);
      hosted.replyToAll();
      await (await first).close();
      await second;
      await adapter.invitations.inviteEndpoint(endpoint, invitation);
    });

    it('events', async () => {
      const { adapter, hosted } = await connected({ limits: { events: 1 } });
      const event = adapter.createEvent();
      await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      await expect(
        adapter.invitations.inviteEndpoint(endpoint, invitation, adapter.createEvent()),
      ).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
      event.close();
      await adapter.invitations.inviteEndpoint(endpoint, invitation, adapter.createEvent());
      expect(hosted.held.events).toBe(1);
    });

    it('pending calls', async () => {
      const { adapter, hosted } = await connected({ limits: { pendingCalls: 1 } });
      hosted.heldBack = [];
      const status = adapter.inbox?.status('1');
      await expect(adapter.inbox?.status('2')).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
      hosted.replyToAll();
      await status;
      await adapter.inbox?.status('3');
    });

    it('pending calls: a slow open() of the host’s adapter counts, also after its release', async () => {
      const hosted = new CountingAdapter();
      let opens = 0;
      hosted.open = () => {
        opens += 1;
        return new Promise(() => undefined);
      };
      const { served, send } = greetedClient(hosted, { allow: [], limits: { pendingCalls: 10 } });
      for (let id = 1; id <= 200; id += 1) {
        send(`open ${id}`, 'open');
        send(`release ${id}`, 'releaseAll');
      }
      await settled();
      expect(opens).toBeLessThanOrEqual(10);
      expect(served.held.calls).toBeLessThanOrEqual(10);
    });

    it('pending calls: close() releases everything even when no further call is allowed', async () => {
      const hosted = new CountingAdapter();
      const { client, host } = pipePair();
      serveBridge(hosted, host, { allow: ['invitations', 'inbox'], limits: { pendingCalls: 1 } });
      const adapter = await bridgeAdapter(client);
      await adapter.open();
      await adapter.invitations.inviteEndpoint(endpoint, invitation);
      hosted.heldBack = [];
      const status = adapter.inbox?.status('1');
      await Promise.all([
        expect(status).rejects.toMatchObject({ code: 'CLOSED' }),
        adapter.close(),
      ]);
      expect(hosted.held).toEqual(NOTHING_HELD);
    });

    it('handles and events: those that are still being released count too', async () => {
      const hosted = new CountingAdapter();
      const { served, replies, send } = greetedClient(hosted, {
        allow: ['invitations'],
        limits: { handles: 1, events: 1 },
      });
      const inviteWith = (id: string, event?: number): void =>
        send(id, 'call', 'invitations', 'inviteEndpoint', [endpoint, invitation, event]);
      send('open', 'open');
      inviteWith('first', 1);
      await settled();
      const cancelled = holdCancel(hosted);
      send('release', 'releaseAll');
      inviteWith('too many');
      await settled();
      expect(served.held).toEqual({ calls: 1, handles: 1, events: 1 });
      expect(replies.at(-1)).toMatchObject({
        i: 'too many',
        r: { error: { code: 'LIMIT_REACHED' } },
      });
      cancelled.resolve();
      await settled();
      expect(served.held).toEqual({ calls: 0, handles: 0, events: 0 });
      inviteWith('next', 2);
      await settled();
      expect(served.held).toEqual({ calls: 0, handles: 1, events: 1 });
    });

    it('handles: a handle counts until it is closed', async () => {
      const { adapter, hosted } = await connected({ limits: { handles: 1 } });
      const inviteOnce = () => adapter.invitations.inviteEndpoint(endpoint, invitation);
      const handle = await inviteOnce();
      const cancelled = holdCancel(hosted);
      const releasing = [handle.cancel('withdrawn'), handle.close()];
      await expect(inviteOnce()).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
      cancelled.resolve();
      await Promise.all(releasing);
      await inviteOnce();
    });

    it('rate: further calls are refused, a client that goes on is disconnected, and time allows calls again', async () => {
      const scheduler = new VirtualTimeScheduler();
      const { adapter, latest } = await connected({
        scheduler,
        limits: { callsPerSecond: 20 },
      });
      const askOnce = async (): Promise<unknown> => {
        try {
          return (await adapter.inbox?.status('1'))?.state;
        } catch (error) {
          return isCollaborationError(error) && error.code;
        }
      };
      const ask = (count: number): Promise<unknown[]> =>
        Promise.all(Array.from({ length: count }, askOnce));
      // One of the twenty was open().
      expect(new Set(await ask(19))).toEqual(new Set(['pending']));
      expect(await ask(2)).toEqual(['LIMIT_REACHED', 'LIMIT_REACHED']);
      scheduler.frame += 1000;
      expect(await ask(1)).toEqual(['pending']);
      expect(new Set(await ask(60))).toContain('CLOSED');
      await latest.served.ended;
    });

    it('each error names the operation', async () => {
      const { adapter } = await connected({ limits: { handles: 1, callsPerSecond: 3 } });
      const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation);
      await expect(adapter.invitations.inviteEndpoint(endpoint, invitation)).rejects.toMatchObject({
        message: expect.stringMatching(/^invitations.inviteEndpoint: /) as string,
      });
      await expect(handle.response()).rejects.toMatchObject({
        message: expect.stringMatching(/^InvitationHandle.response: /) as string,
      });
    });
  });

  describe('releasing', () => {
    it('is never refused: neither by the limit of calls a second nor by that of calls at a time', async () => {
      const hosted = new CountingAdapter();
      const scheduler = new VirtualTimeScheduler();
      const { adapter } = await connected({
        hosted,
        scheduler,
        limits: { callsPerSecond: 2, pendingCalls: 1 },
      });
      const event = adapter.createEvent();
      const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      await expect(adapter.inbox?.status('1')).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
      hosted.heldBack = [];
      scheduler.frame += 500;
      void adapter.inbox?.status('1').then(undefined, () => undefined);
      await Promise.all([handle.cancel('withdrawn'), handle.close()]);
      event.close();
      await settled();
      expect(hosted.sent[0]?.calls).toEqual(['cancel withdrawn', 'close']);
      expect(hosted.held).toEqual({ ...NOTHING_HELD, adapter: 1 });
    });

    it('5 000 invitations at once leaves the client connected', async () => {
      const count = 5_000;
      const scheduler = new VirtualTimeScheduler();
      const { adapter, hosted } = await connected({
        scheduler,
        limits: { handles: count, events: count },
      });
      const failures: unknown[] = [];
      const invitations: Subscription[] = [];
      const options = { scheduler, onTeardownError: (error: unknown) => failures.push(error) };
      while (invitations.length < count) {
        for (let batch = 0; batch < 250; batch += 1) {
          const status$ = invite(adapter, request, options);
          invitations.push(status$.subscribe({ error: (error: unknown) => failures.push(error) }));
        }
        await settled();
        scheduler.frame += 1000;
      }
      expect(failures).toEqual([]);
      expect(hosted.held).toMatchObject({ invitations: count, events: count });
      for (const subscription of invitations) subscription.unsubscribe();
      await settled();
      expect(failures).toEqual([]);
      expect(hosted.sent.filter(({ calls }) => calls.join() !== 'cancel withdrawn,close')).toEqual(
        [],
      );
      expect(hosted.held).toEqual({ ...NOTHING_HELD, adapter: 1 });
      expect(await firstValueFrom(adapter.isConnected$)).toBe(true);
    }, 30_000);

    it.each<[string, (client: RawClient, number: number) => void]>([
      ['handles that do not exist', ({ send }, id) => send(`${id}`, 'release', id, 'close', [])],
      ['events that do not exist', ({ post }, id) => post({ t: 'q', m: 'closeEvent', a: [id] })],
      ['everything', ({ send }, id) => send(`${id}`, 'releaseAll')],
    ])('%s, in a flood, ends the connection as any flood does', async (_, give) => {
      const client = greetedClient(new CountingAdapter(), {
        allow: [],
        limits: { callsPerSecond: 10 },
        scheduler: new VirtualTimeScheduler(),
      });
      for (let number = 1; number <= 1000; number += 1) give(client, number);
      await client.served.ended;
      await settled();
      expect(client.reasons).toHaveLength(1);
      expect(client.replies.length).toBeLessThanOrEqual(2 * 10);
    });

    it('more than the client was given counts as any other message, however often handles were made', async () => {
      const scheduler = new VirtualTimeScheduler();
      const limits = { callsPerSecond: 10, handles: 10, events: 10 };
      const client = greetedClient(new CountingAdapter(), {
        allow: ['invitations'],
        limits,
        scheduler,
      });
      // Each handle is closed without a cancel.
      for (let id = 1; id <= 100; id += 1) {
        client.send(`make ${id}`, 'call', 'invitations', 'inviteEndpoint', [endpoint, invitation]);
        await settled();
        client.send(`close ${id}`, 'release', id, 'close', []);
        await settled();
        scheduler.frame += 100;
      }
      expect(client.reasons).toEqual([]);
      const before = client.replies.length;
      for (let number = 1; number <= 1000; number += 1) {
        client.send(`${number}`, 'release', number, 'close', []);
      }
      await client.served.ended;
      expect(client.replies.length - before).toBeLessThanOrEqual(2 * 10 + 10 + 2 * 10);
    });

    it('one handle again and again reaches the adapter once at a time', async () => {
      const hosted = new CountingAdapter();
      const { send, served } = greetedClient(hosted, { allow: ['invitations'] });
      send('handle', 'call', 'invitations', 'inviteEndpoint', [endpoint, invitation]);
      await settled();
      const cancelled = holdCancel(hosted);
      for (let number = 1; number <= 1000; number += 1) {
        send(`${number}`, 'release', 1, 'cancel', ['withdrawn']);
      }
      await settled();
      expect(cancelled.count).toBe(1);
      expect(served.held.calls).toBe(0);
      cancelled.resolve();
    });
  });

  describe('heartbeat', () => {
    it('ends the connection when the client is silent for three intervals', async () => {
      const scheduler = new VirtualTimeScheduler();
      const { client, host } = pipePair();
      const served = serveBridge(new CountingAdapter(), host, {
        allow: [],
        scheduler,
        heartbeatMs: 1000,
      });
      const closings: string[] = [];
      client.open({ message: () => undefined, closed: (reason) => closings.push(reason) });
      scheduler.maxFrames = 2999;
      scheduler.flush();
      await settled();
      expect(closings).toEqual([]);
      scheduler.maxFrames = 3000;
      scheduler.flush();
      await served.ended;
      await settled();
      expect(closings).toHaveLength(1);
    });

    it('counts any message of the client as a sign of life, and not only an answer', async () => {
      const scheduler = new VirtualTimeScheduler();
      const { send, served } = greetedClient(new CountingAdapter(), {
        allow: [],
        scheduler,
        heartbeatMs: 1000,
      });
      let hasEnded = false;
      void served.ended.then(() => (hasEnded = true));
      const until = async (timeMs: number): Promise<void> => {
        scheduler.maxFrames = timeMs;
        scheduler.flush();
        await settled();
      };
      for (let timeMs = 2000; timeMs <= 20_000; timeMs += 2000) {
        await until(timeMs);
        send(`${timeMs}`, 'ping');
        await settled();
      }
      expect(hasEnded).toBe(false);
      await until(23_000);
      expect(hasEnded).toBe(true);
    });
  });

  it('releases the rest when a handle fails to close, and reports the error', async () => {
    const errors: CollaborationError[] = [];
    const { adapter, hosted, latest } = await connected({
      onTeardownError: (error) => errors.push(error),
    });
    await adapter.invitations.inviteEndpoint(endpoint, invitation, adapter.createEvent());
    await adapter.invitations.inviteEndpoint(endpoint, invitation);
    hosted.failures.push(new Error('stuck'));
    await latest.served.close();
    expect(errors).toMatchObject([
      { code: 'UNKNOWN', message: 'InvitationHandle.cancel failed: stuck' },
    ]);
    expect(hosted.held).toEqual(NOTHING_HELD);
  });
});

/** Keeps the next `cancel` of the first invitation waiting, and counts how often it is called. */
function holdCancel(hosted: CountingAdapter): { readonly count: number; resolve(): void } {
  let count = 0;
  let resolve: () => void = () => undefined;
  const cancelled = new Promise<void>((done) => (resolve = done));
  Object.assign(hosted.sent[0] ?? {}, {
    cancel() {
      count += 1;
      return cancelled;
    },
  });
  return {
    get count() {
      return count;
    },
    resolve: () => resolve(),
  };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
