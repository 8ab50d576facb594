import {
  CollaborationError,
  createGuid,
  type Invitation,
  isCollaborationError,
} from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import { VirtualTimeScheduler } from 'rxjs';
import { channelPair, cutAll } from '../../test/channel-pair.ts';
import { connected } from '../../test/connected.ts';
import { CountingAdapter } from '../../test/counting-adapter.ts';
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

  it('refuses a call before hello with PROTOCOL', async () => {
    const { client, host } = channelPair();
    serveBridge(new CountingAdapter(), host, { allow: ['inbox'] });
    const replies: unknown[] = [];
    client.open({ message: (message) => replies.push(message), closed: () => undefined });
    client.send({ t: 'q', i: '1', m: 'call', a: ['inbox', 'status', ['1']] });
    await settled();
    expect(replies).toMatchObject([{ i: '1', r: { error: { code: 'PROTOCOL' } } }]);
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

  it.each([
    ['a Map', new Map()],
    ['a Date', new Date()],
    ['a bigint', 1n],
    ['an error', new Error('x')],
    ['more than it may', 'x'.repeat(200_000)],
    ['too many levels', nested(40)],
    ['a cycle', cyclic()],
  ])('refuses arguments with %s', async (_, argument) => {
    const { adapter, hosted } = await connected();
    await expect(adapter.inbox?.status(argument as string)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await adapter.invitations.inviteEndpoint(endpoint, invitation);
    expect(hosted.taken).toHaveLength(1);
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

function nested(depth: number): unknown {
  return depth === 0 ? 'end' : [nested(depth - 1)];
}

function cyclic(): unknown {
  const self: unknown[] = [];
  self.push(self);
  return self;
}
