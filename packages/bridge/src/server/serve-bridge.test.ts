import {
  CollaborationError,
  createGuid,
  type EventHandle,
  type Invitation,
  isCollaborationError,
} from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import { VirtualTimeScheduler } from 'rxjs';
import { channelPair, cutAll } from '../../test/channel-pair.ts';
import { connected } from '../../test/connected.ts';
import { CountingAdapter } from '../../test/counting-adapter.ts';
import { bridgeAdapter } from '../index.ts';
import type { Allowed } from '../server.ts';
import { serveBridge } from '../server.ts';

const invitation: Invitation = { applicationId: createGuid() };
const endpoint = { address: 'bob' };

afterEach(cutAll);

describe('serveBridge', () => {
  it('throws TypeError when allow names what the contract does not have', () => {
    for (const name of ['nothing', 'inbox.nothing', '__proto__', 'inbox.constructor', '']) {
      const allow = [name as Allowed];
      expect(() => serveBridge(new CountingAdapter(), channelPair().host, { allow })).toThrow(
        TypeError,
      );
    }
  });

  it('throws RangeError when a limit is not a positive integer', () => {
    const limits = { handles: 0 };
    expect(() =>
      serveBridge(new CountingAdapter(), channelPair().host, { allow: [], limits }),
    ).toThrow(RangeError);
  });

  it('refuses what it does not allow with NOT_AUTHORIZED', async () => {
    const { adapter, hosted } = await connected({ allow: ['inbox.status'] });
    await expect(adapter.invitations.inviteEndpoint(endpoint, invitation)).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    });
    await expect(adapter.inbox?.accept('1')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' });
    expect(await adapter.inbox?.status('1')).toEqual({ state: 'pending' });
    expect(hosted.taken).toHaveLength(0);
  });

  it('keeps code, message and HRESULT of an error, and the kind of a wrong argument', async () => {
    const { adapter, hosted } = await connected();
    const hresult = hresultValue('PEER_E_NOT_SIGNED_IN');
    const errors = [
      new CollaborationError('NOT_SIGNED_IN', 'Sign in first.', { hresult }),
      new RangeError('too long'),
      new TypeError('wrong form'),
      new SyntaxError('odd'),
    ];
    const caught: unknown[] = [];
    for (const error of errors) {
      hosted.failures.push(error);
      caught.push(await adapter.inbox?.status('1').then(undefined, (reason: unknown) => reason));
    }
    expect(caught).toMatchObject([
      { name: 'CollaborationError', code: 'NOT_SIGNED_IN', message: 'Sign in first.', hresult },
      { name: 'RangeError', message: 'too long' },
      { name: 'TypeError', message: 'wrong form' },
      { name: 'CollaborationError', code: 'UNKNOWN', message: 'call failed: odd' },
    ]);
  });

  it.each([
    ['open', []],
    ['call', ['inbox', 'status', ['1']]],
    ['release', []],
  ])('refuses %s before hello with PROTOCOL', async (name, args) => {
    const { client, host } = channelPair();
    const hosted = new CountingAdapter();
    serveBridge(hosted, host, { allow: ['inbox'] });
    const replies: unknown[] = [];
    client.open({ message: (message) => replies.push(message), closed: () => undefined });
    client.send({ t: 'q', i: '1', m: name, a: args });
    await settled();
    expect(replies).toMatchObject([{ i: '1', r: { error: { code: 'PROTOCOL' } } }]);
    expect(hosted.held.adapter).toBe(0);
  });

  it.each([
    ['a member that only JavaScript knows', ['inbox', 'constructor', []], 'NOT_SUPPORTED'],
    ['a table that only JavaScript knows', ['__proto__', 'toString', []], 'NOT_SUPPORTED'],
    ['a property', ['invitations', 'reportsDelivery', []], 'NOT_SUPPORTED'],
    ['an event that is no number', ['inbox', 'register', ['1']], 'PROTOCOL'],
    ['an event that is no whole number', ['inbox', 'register', [1.5]], 'PROTOCOL'],
    ['a function that a handle does not have', [1, 'constructor', []], 'PROTOCOL'],
    ['a function of another kind of handle', [1, 'cancel', []], 'PROTOCOL'],
    ['a handle that there is not', [2, 'next', []], 'CLOSED'],
    ['no function', ['inbox', 7, []], 'PROTOCOL'],
    ['arguments that are no list', ['inbox', 'status', 'x'], 'PROTOCOL'],
  ])('refuses a call of %s', async (_, args, code) => {
    const { client, host } = channelPair();
    const hosted = new CountingAdapter();
    serveBridge(hosted, host, { allow: ['invitations', 'inbox'] });
    const replies: unknown[] = [];
    client.open({ message: (message) => replies.push(message), closed: () => undefined });
    client.send({ t: 'q', i: 'hello', m: 'hello', a: [1] });
    client.send({ t: 'q', i: 'handle', m: 'call', a: ['inbox', 'register', [1]] });
    await settled();
    client.send({ t: 'q', i: 'odd', m: 'call', a: args });
    await settled();
    expect(replies.slice(1)).toMatchObject([
      { i: 'handle', r: { value: 1 } },
      { i: 'odd', r: { error: { code } } },
    ]);
    expect(hosted.held).toMatchObject({ registrations: 1, events: 1 });
  });

  it('opens its adapter anew when that has failed', async () => {
    const hosted = new CountingAdapter();
    const { client, host } = channelPair();
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
    ['a long id', { t: 'q', i: 'x'.repeat(65), m: 'hello', a: [1] }],
    ['a reply without id', { t: 's', r: 1 }],
  ])('disconnects whoever sends %s', async (_, message) => {
    const { client, host } = channelPair();
    const served = serveBridge(new CountingAdapter(), host, { allow: [] });
    const closings: string[] = [];
    client.open({ message: () => undefined, closed: (reason) => closings.push(reason) });
    client.send(message);
    await served.ended;
    await settled();
    expect(closings).toHaveLength(1);
  });

  describe('limits', () => {
    it('handles: those that are still to come count too', async () => {
      const { adapter, hosted } = await connected({ limits: { handles: 2 } });
      hosted.heldBack = [];
      const first = adapter.invitations.inviteEndpoint(endpoint, invitation);
      const second = adapter.invitations.inviteEndpoint(endpoint, invitation);
      await expect(adapter.invitations.inviteEndpoint(endpoint, invitation)).rejects.toMatchObject({
        code: 'OUT_OF_MEMORY',
      });
      expect(hosted.taken).toHaveLength(2);
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
      ).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
      event.close();
      await adapter.invitations.inviteEndpoint(endpoint, invitation, adapter.createEvent());
      expect(hosted.held.events).toBe(1);
    });

    it('pending calls', async () => {
      const { adapter, hosted } = await connected({ limits: { pendingCalls: 1 } });
      hosted.heldBack = [];
      const status = adapter.inbox?.status('1');
      await expect(adapter.inbox?.status('2')).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
      hosted.replyToAll();
      await status;
      await adapter.inbox?.status('3');
    });

    it('pending calls: an open() that the host’s adapter is slow to answer is one, also when it is released', async () => {
      const { client, host } = channelPair();
      const hosted = new CountingAdapter();
      let opens = 0;
      hosted.open = () => {
        opens += 1;
        return new Promise(() => undefined);
      };
      const limits = { pendingCalls: 10, messagesPerSecond: 1000 };
      const served = serveBridge(hosted, host, { allow: [], limits });
      client.open({ message: () => undefined, closed: () => undefined });
      client.send({ t: 'q', i: 'hello', m: 'hello', a: [1] });
      for (let id = 1; id <= 200; id += 1) {
        client.send({ t: 'q', i: `open ${id}`, m: 'open', a: [] });
        client.send({ t: 'q', i: `release ${id}`, m: 'release', a: [] });
      }
      await settled();
      expect(opens).toBeLessThanOrEqual(10);
      expect(served.held.calls).toBeLessThanOrEqual(10);
    });

    it('pending calls: close() releases all the same when they are used up', async () => {
      const hosted = new CountingAdapter();
      const { client, host } = channelPair();
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
      expect(hosted.held).toEqual({ adapter: 0, invitations: 0, registrations: 0, events: 0 });
    });

    it('handles and events: those that are still being released count too', async () => {
      const hosted = new CountingAdapter();
      const { client, host } = channelPair();
      const served = serveBridge(hosted, host, {
        allow: ['invitations'],
        limits: { handles: 1, events: 1 },
      });
      const adapter = await bridgeAdapter(client);
      const inviteWith = (event?: EventHandle): PromiseLike<unknown> =>
        adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      await adapter.open();
      await inviteWith(adapter.createEvent());
      let cancelled: (() => void) | undefined;
      Object.assign(hosted.taken[0] ?? {}, {
        cancel: () => new Promise<void>((resolve) => (cancelled = resolve)),
      });
      const closing = adapter.close();
      await adapter.open();
      expect(served.held).toEqual({ calls: 1, handles: 1, events: 1 });
      await expect(inviteWith()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
      cancelled?.();
      await closing;
      expect(served.held).toEqual({ calls: 0, handles: 0, events: 0 });
      await inviteWith(adapter.createEvent());
      await adapter.close();
      expect(served.held).toEqual({ calls: 0, handles: 0, events: 0 });
    });

    it('rate: calls over it are refused, and who goes on is disconnected; time drains it', async () => {
      const scheduler = new VirtualTimeScheduler();
      const { adapter, latest } = await connected({
        scheduler,
        limits: { messagesPerSecond: 20 },
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
      // Two of the twenty were hello and open.
      expect(new Set(await ask(18))).toEqual(new Set(['pending']));
      expect(await ask(2)).toEqual(['OUT_OF_MEMORY', 'OUT_OF_MEMORY']);
      scheduler.frame += 1000;
      expect(await ask(1)).toEqual(['pending']);
      expect(new Set(await ask(60))).toContain('CLOSED');
      await latest.served.ended;
    });
  });

  describe('heartbeat', () => {
    it('ends the connection when the client is silent for three intervals', async () => {
      const scheduler = new VirtualTimeScheduler();
      const { client, host } = channelPair();
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
  });

  it('goes on releasing when something fails to close, and tells', async () => {
    const errors: CollaborationError[] = [];
    const { adapter, hosted, latest } = await connected({
      onTeardownError: (error) => errors.push(error),
    });
    await adapter.invitations.inviteEndpoint(endpoint, invitation, adapter.createEvent());
    await adapter.invitations.inviteEndpoint(endpoint, invitation);
    hosted.failures.push(new Error('stuck'));
    await latest.served.close();
    expect(errors).toMatchObject([{ code: 'UNKNOWN', message: 'cancel failed: stuck' }]);
    expect(hosted.held).toEqual({ adapter: 0, invitations: 0, registrations: 0, events: 0 });
  });
});

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
