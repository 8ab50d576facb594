import { createGuid, incomingInvitations, invite, type Invitation } from '@beckon/core';
import { AutoResetEvent, type EventHandle } from '@beckon/core/adapter';
import { createMockNetwork } from '@beckon/mock';
import { firstValueFrom, lastValueFrom, toArray, VirtualTimeScheduler } from 'rxjs';
import { type PipePair, pipePair, cutAll } from '../../test/pipe-pair.ts';
import { connected } from '../../test/connected.ts';
import { CountingAdapter, NOTHING_HELD } from '../../test/counting-adapter.ts';
import { type BridgeAdapter, bridgeAdapter, type MessagePipe } from '../index.ts';
import { serveBridge } from '../server.ts';

const invitation: Invitation = { applicationId: createGuid() };
const endpoint = { address: 'bob' };
const request = { to: { endpoint }, applicationId: invitation.applicationId };

/** Resolves when the messages sent in memory, and the messages that they caused, have arrived. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

afterEach(cutAll);

describe('bridgeAdapter', () => {
  it('has the tables that the host has and allows, and no others', async () => {
    const { adapter } = await connected({ allow: ['inbox.status'] });
    expect(Object.keys(adapter).sort()).toEqual(
      [
        'close',
        'createEvent',
        'identity',
        'inbox',
        'invitations',
        'isConnected$',
        'name',
        'open',
      ].sort(),
    );
    expect(adapter.name).toBe('bridge to counting');
    expect(adapter.invitations).toMatchObject({ reportsDelivery: false, carriesReply: true });
    expect(adapter.identity.reportsEndpoints).toBe(true);
  });

  it.each([0, -1, Infinity, NaN, 2 ** 31])(
    'rejects with RangeError when heartbeatMs is %p, and does not connect',
    async (heartbeatMs) => {
      let attempts = 0;
      const connect = (): MessagePipe => {
        attempts += 1;
        return pipePair().client;
      };
      await expect(bridgeAdapter(connect, { heartbeatMs })).rejects.toThrow(RangeError);
      expect(attempts).toBe(0);
    },
  );

  it('rejects with SERVICE_UNAVAILABLE when no pipe can be made', async () => {
    await expect(bridgeAdapter(() => Promise.reject(new Error('no')))).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  it('rejects with SERVICE_UNAVAILABLE when the pipe ends before the host has answered', async () => {
    const pair = pipePair();
    const adapter = bridgeAdapter(pair.client);
    await settled();
    pair.cut();
    await expect(adapter).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('it was cut') as string,
    });
  });

  it('rejects with SERVICE_UNAVAILABLE, and tries no more, when each host ends right after its answer', async () => {
    let attempts = 0;
    const connecting = bridgeAdapter(() => {
      attempts += 1;
      if (attempts > 10) return new Promise<never>(() => undefined);
      const pair = pipePair();
      const send = (message: unknown): void => {
        pair.host.send(message);
        queueMicrotask(() => pair.cut());
      };
      serveBridge(new CountingAdapter(), { ...pair.host, send }, { allow: [] });
      return pair.client;
    });
    await expect(connecting).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('it was cut') as string,
    });
    expect(attempts).toBe(1);
  });

  it('rejects with NOT_SUPPORTED, naming both versions, when the host speaks another version', async () => {
    const { client, host } = pipePair();
    serveBridge(new CountingAdapter(), host, { allow: [] });
    const ofTheFuture = {
      ...client,
      send: (message: unknown) => {
        const call = message as { m?: string; a?: unknown[] };
        client.send(call.m === 'hello' ? { ...call, a: [99] } : message);
      },
    };
    await expect(bridgeAdapter(ofTheFuture)).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      message: expect.stringMatching(/version 2 .*version 99/) as string,
    });
  });

  it('opens the host’s adapter once, however often the client calls open()', async () => {
    const { adapter, hosted } = await connected();
    await adapter.open();
    expect(hosted.held.adapter).toBe(1);
    await adapter.close();
    expect(hosted.held.adapter).toBe(1);
    await adapter.close();
    expect(hosted.held.adapter).toBe(0);
    await expect(adapter.close()).rejects.toMatchObject({ code: 'NOT_INITIALIZED' });
  });

  it('leaves an adapter open that the host has opened', async () => {
    const hosted = new CountingAdapter();
    await hosted.open();
    const { adapter } = await connected({ hosted });
    await adapter.close();
    expect(hosted.held.adapter).toBe(1);
  });

  it('ends its connection with the last close() when a function made it', async () => {
    const { adapter, latest } = await connected();
    await adapter.close();
    await latest.served.ended;
    expect(await firstValueFrom(adapter.isConnected$)).toBe(false);
  });

  it('keeps a pipe that it was given over close() and open()', async () => {
    const hosted = new CountingAdapter();
    const { client, host } = pipePair();
    serveBridge(hosted, host, { allow: ['invitations'] });
    const adapter = await bridgeAdapter(client);
    for (let round = 1; round <= 2; round += 1) {
      await adapter.open();
      await adapter.invitations.inviteEndpoint(endpoint, invitation);
      expect(hosted.held).toEqual({ ...NOTHING_HELD, adapter: 1, invitations: 1 });
      await adapter.close();
      expect(hosted.held).toEqual(NOTHING_HELD);
    }
  });

  it('ends a connection that comes after close()', async () => {
    const { adapter, hosted, latest } = await connected();
    latest.pair.cut();
    const opening = adapter.open();
    await adapter.close();
    await adapter.close();
    await expect(opening).rejects.toMatchObject({ code: 'CLOSED' });
    await settled();
    expect(hosted.held).toEqual(NOTHING_HELD);
    expect(await firstValueFrom(adapter.isConnected$)).toBe(false);
    await adapter.open();
    await adapter.close();
  });

  it('sends calls in the order in which they were made, also while it connects', async () => {
    const { adapter, hosted, latest } = await connected();
    latest.pair.cut();
    const ids = Array.from({ length: 5 }, createGuid);
    await Promise.all(
      ids.map((applicationId) => adapter.invitations.inviteEndpoint(endpoint, { applicationId })),
    );
    expect(hosted.sent.map((taken) => taken.invitation.applicationId)).toEqual(ids);
  });

  it('refuses arguments that are not plain data with INVALID_ARGUMENT, and names the operation', async () => {
    const { adapter } = await connected();
    const odd = { ...invitation, message: (() => 'no') as unknown as string };
    await expect(adapter.invitations.inviteEndpoint(endpoint, odd)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^invitations\.inviteEndpoint: /) as string,
    });
  });

  describe('events', () => {
    it('are made at the host by the first call that uses them, and not before', async () => {
      const { adapter, hosted } = await connected();
      const event = adapter.createEvent();
      await settled();
      expect(hosted.held.events).toBe(0);
      await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      expect(hosted.held.events).toBe(1);
    });

    it('keep one signal for a subscriber that comes later', async () => {
      const { adapter, hosted } = await connected();
      const event = adapter.createEvent();
      await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      hosted.sent[0]?.event?.set();
      hosted.sent[0]?.event?.set();
      await settled();
      const signals: string[] = [];
      event.signaled$.subscribe(() => signals.push('signal'));
      expect(signals).toEqual(['signal']);
    });

    it('do not lose a signal that arrives before the handle', async () => {
      const { adapter, hosted } = await connected();
      hosted.heldBack = [];
      const event = adapter.createEvent();
      const handle = adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      await settled();
      hosted.sent[0]?.event?.set();
      await firstValueFrom(event.signaled$);
      hosted.replyToAll();
      expect(await (await handle).response()).toBe('pending');
    });

    it('tell the host once that they are closed', async () => {
      const { adapter, hosted, latest } = await connected();
      const event = adapter.createEvent();
      await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      event.close();
      event.close();
      await settled();
      expect(hosted.held.events).toBe(0);
      expect(
        latest.pair.crossed.filter(({ message }) => isCallOf(message, 'closeEvent')),
      ).toHaveLength(1);
    });

    it('complete when the host’s event is closed, and send no closeEvent then', async () => {
      const { adapter, hosted, latest } = await connected();
      const event = adapter.createEvent();
      await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      hosted.madeEvents[0]?.close();
      await lastValueFrom(event.signaled$, { defaultValue: undefined });
      await settled();
      expect(
        latest.pair.crossed.filter(({ message }) => isCallOf(message, 'closeEvent')),
      ).toHaveLength(0);
      expect(latest.served.held.events).toBe(0);
    });

    it.each<[string, (adapter: BridgeAdapter) => EventHandle | Promise<EventHandle>]>([
      ['of no adapter', () => new AutoResetEvent()],
      ['of another bridge', async () => (await connected()).adapter.createEvent()],
      [
        'that is closed',
        (adapter) => {
          const event = adapter.createEvent();
          event.close();
          return event;
        },
      ],
    ])('%s are refused with INVALID_ARGUMENT, and nothing is done', async (_, makeEvent) => {
      const { adapter, hosted } = await connected();
      // This event has the same number in its bridge as the other event in the other bridge.
      await adapter.inbox?.changes(adapter.createEvent());
      const event = await makeEvent(adapter);
      await expect(
        adapter.invitations.inviteEndpoint(endpoint, invitation, event),
      ).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringMatching(/^invitations\.inviteEndpoint: event /) as string,
      });
      expect(hosted.sent).toEqual([]);
    });

    it('are closed by the last close()', async () => {
      const { adapter } = await connected();
      const event = adapter.createEvent();
      await adapter.close();
      await lastValueFrom(event.signaled$, { defaultValue: undefined });
      expect(() => adapter.createEvent()).toThrow(
        expect.objectContaining({ code: 'NOT_INITIALIZED' }) as Error,
      );
    });
  });

  describe('handles', () => {
    it('reject with CLOSED after close(), and name the operation', async () => {
      const { adapter } = await connected();
      const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation);
      await handle.close();
      for (const name of ['response', 'close'] as const) {
        await expect(handle[name]()).rejects.toMatchObject({
          code: 'CLOSED',
          message: expect.stringMatching(`^InvitationHandle.${name}: `) as string,
        });
      }
    });

    it('close once at the host, also while the first close() is under way', async () => {
      const { adapter, hosted } = await connected();
      const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation);
      const closing = handle.close();
      await expect(handle.close()).rejects.toMatchObject({ code: 'CLOSED' });
      await closing;
      expect(hosted.sent[0]?.calls).toEqual(['close']);
    });
  });

  describe('when the connection is lost', () => {
    it('waiting calls reject with CLOSED, and the host withdraws the invitations that they made', async () => {
      const { adapter, hosted, latest } = await connected();
      hosted.heldBack = [];
      const event = adapter.createEvent();
      const handle = adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      const status = adapter.inbox?.status('1');
      await settled();
      latest.pair.cut();
      await expect(handle).rejects.toMatchObject({ code: 'CLOSED' });
      await expect(status).rejects.toMatchObject({ code: 'CLOSED' });
      hosted.replyToAll();
      await latest.served.ended;
      expect(hosted.sent[0]?.calls).toEqual(['cancel withdrawn', 'close']);
      expect(hosted.held).toEqual(NOTHING_HELD);
    });

    it('invite() errors with CLOSED, and the host withdraws', async () => {
      const { adapter, hosted, latest } = await connected();
      const statuses = lastValueFrom(invite(adapter, request).pipe(toArray()));
      await settled();
      latest.pair.cut();
      await expect(statuses).rejects.toMatchObject({ code: 'CLOSED' });
      await latest.served.ended;
      expect(hosted.sent[0]?.calls).toEqual(['cancel withdrawn', 'close']);
      expect(hosted.held).toEqual(NOTHING_HELD);
    });

    describe('while an answer crosses', () => {
      /**
       * An invitation of a client to bob, over a bridge to a mock. `onReply` gets each message of the
       * host.
       */
      async function invited(onReply: (message: string, pair: PipePair) => void) {
        const network = createMockNetwork();
        const bob = network.join({ name: 'bob' });
        await bob.open();
        const pair = pipePair();
        const send = (message: unknown): void => {
          pair.host.send(message);
          onReply(JSON.stringify(message), pair);
        };
        const allow = ['invitations'] as const;
        serveBridge(network.join({ name: 'alice' }), { ...pair.host, send }, { allow });
        const adapter = await bridgeAdapter(pair.client);
        await adapter.open();
        const sent = lastValueFrom(invite(adapter, request));
        return { pair, sent, received: await firstValueFrom(incomingInvitations(bob)) };
      }

      it('an answer that the host has not read is withdrawn', async () => {
        const { pair, sent, received } = await invited(() => undefined);
        const accepting = received.accept();
        pair.cut();
        await expect(sent).rejects.toMatchObject({ code: 'CLOSED' });
        expect(await accepting).toMatchObject({ state: 'withdrawn' });
      });

      it('an answer that the host has read counts at the recipient, and the client cannot hear of it', async () => {
        const { sent, received } = await invited((message, pair) => {
          if (message.includes('"accepted"')) pair.cut();
        });
        const accepting = received.accept();
        await expect(sent).rejects.toMatchObject({ code: 'CLOSED' });
        expect(await accepting).toMatchObject({ state: 'accepted' });
      });
    });

    it('incomingInvitations() completes, as when an adapter is closed', async () => {
      const { adapter, hosted, latest } = await connected();
      const done = lastValueFrom(incomingInvitations(adapter), { defaultValue: 'completed' });
      await settled();
      expect(hosted.held).toMatchObject({ queues: 1, events: 1 });
      latest.pair.cut();
      expect(await done).toBe('completed');
      await latest.served.ended;
      expect(hosted.held).toEqual(NOTHING_HELD);
    });

    it('handles of every kind are released', async () => {
      const allow = ['invitations', 'inbox', 'objects', 'endpointData'] as const;
      const { adapter, hosted, latest } = await connected({ allow });
      const object = { id: createGuid(), data: Uint8Array.of(1), publicationScope: 'all' } as const;
      await adapter.invitations.inviteEndpoint(endpoint, invitation, adapter.createEvent());
      await adapter.inbox?.changes(adapter.createEvent());
      await adapter.objects?.publish(object);
      await adapter.endpointData?.subscribe(endpoint);
      expect(hosted.held).toEqual({
        adapter: 1,
        invitations: 1,
        queues: 1,
        objects: 1,
        subscriptions: 1,
        events: 2,
      });
      latest.pair.cut();
      await latest.served.ended;
      expect(hosted.held).toEqual(NOTHING_HELD);
    });

    it('handles accept cancel() and close(), and do nothing', async () => {
      const { adapter, hosted, latest } = await connected();
      const closed = await adapter.invitations.inviteEndpoint(endpoint, invitation);
      const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation);
      const closing = closed.close();
      latest.pair.cut();
      await closing;
      await handle.cancel('withdrawn');
      await handle.close();
      await latest.served.ended;
      expect(hosted.sent[1]?.calls).toEqual(['cancel withdrawn', 'close']);
      await expect(adapter.invitations.inviteEndpoint(endpoint, invitation)).resolves.toBeDefined();
    });

    it('a handle of a lost connection rejects response() with CLOSED', async () => {
      const { adapter, latest } = await connected();
      const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation);
      latest.pair.cut();
      await expect(handle.response()).rejects.toMatchObject({ code: 'CLOSED' });
    });

    it('the next call connects anew, and the count of open() is kept', async () => {
      const { adapter, hosted, ...state } = await connected();
      const first = state.latest;
      first.pair.cut();
      expect(await firstValueFrom(adapter.isConnected$)).toBe(false);
      await adapter.invitations.inviteEndpoint(endpoint, invitation, adapter.createEvent());
      expect(await firstValueFrom(adapter.isConnected$)).toBe(true);
      await first.served.ended;
      expect(hosted.held).toEqual({ ...NOTHING_HELD, adapter: 1, invitations: 1, events: 1 });
      await adapter.close();
      expect(hosted.held).toEqual(NOTHING_HELD);
    });

    it('calls and open() reject with SERVICE_UNAVAILABLE while the host is away, and work when it is back', async () => {
      const state = await connected();
      const { adapter, hosted } = state;
      state.isHostAway = true;
      state.latest.pair.cut();
      await expect(adapter.open()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      await expect(adapter.inbox?.status('1')).rejects.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
      });
      state.isHostAway = false;
      expect(await adapter.inbox?.status('1')).toEqual({ state: 'pending' });
      // The open() that failed is not counted.
      await adapter.close();
      expect(hosted.held).toEqual(NOTHING_HELD);
    });

    it('a host that is silent for three intervals counts as lost', async () => {
      const scheduler = new VirtualTimeScheduler();
      const pair = pipePair();
      serveBridge(new CountingAdapter(), pair.host, { allow: ['invitations'] });
      let isFrozen = false;
      const adapter = await bridgeAdapter(
        { ...pair.client, send: (message) => (isFrozen ? undefined : pair.client.send(message)) },
        { scheduler, heartbeatMs: 1000 },
      );
      await adapter.open();
      const event = adapter.createEvent();
      const handle = await adapter.invitations.inviteEndpoint(endpoint, invitation, event);
      isFrozen = true;
      const response = handle.response();
      scheduler.maxFrames = 3000;
      scheduler.flush();
      await expect(response).rejects.toMatchObject({ code: 'CLOSED' });
      await lastValueFrom(event.signaled$, { defaultValue: undefined });
    });

    it('a connection outlives a hundred intervals when both sides answer', async () => {
      const scheduler = new VirtualTimeScheduler();
      const watched = { scheduler, heartbeatMs: 1000 };
      const { adapter, latest } = await connected({ ...watched, client: watched });
      for (let count = 1; count <= 100; count += 1) {
        scheduler.maxFrames = count * 1000;
        scheduler.flush();
        await settled();
      }
      const pings = latest.pair.crossed.filter(({ message }) => isCallOf(message, 'ping'));
      expect(pings.filter(({ from }) => from === 'client')).toHaveLength(100);
      expect(pings.filter(({ from }) => from === 'host')).toHaveLength(100);
      expect(await firstValueFrom(adapter.isConnected$)).toBe(true);
    });

    it('calls reject with CLOSED when there is only the one pipe', async () => {
      const pair = pipePair();
      serveBridge(new CountingAdapter(), pair.host, { allow: ['invitations'] });
      const adapter = await bridgeAdapter(pair.client);
      await adapter.open();
      pair.cut();
      await expect(adapter.invitations.inviteEndpoint(endpoint, invitation)).rejects.toMatchObject({
        code: 'CLOSED',
      });
      await adapter.close();
    });
  });
});

function isCallOf(message: unknown, name: string): boolean {
  return (message as { m?: string }).m === name;
}
