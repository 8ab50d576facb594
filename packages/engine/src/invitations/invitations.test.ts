import { AutoResetEvent, createGuid, type Guid, type Invitation, parseGuid } from '@beckon/core';
import { VirtualTimeScheduler } from 'rxjs';
import { MemoryChannel } from '../test/memory-channel.ts';
import { withMember } from '../test/with-member.ts';
import { createCounters } from './counters.ts';
import { InvitationEngine } from './invitation-engine.ts';
import { resolveLimits } from './options.ts';
import type { PeerChannel } from './protocol/byte-channel.ts';
import type { Message, MessageOf } from './protocol/message.ts';
import type { DialTarget, Transport } from './transport.ts';

const applicationId = parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11');
const invitation: Invitation = { applicationId };
const bob: DialTarget = { address: '/memory/bob', peerName: 'bob' };
const hello: Message = { kind: 'hello', version: 1 };

/** A transport whose peers the test plays. */
class MemoryTransport implements Transport {
  readonly peerName = 'alice';
  readonly dialled: MemoryChannel[] = [];
  readonly endpoints = () => [];
  readonly stop = async () => undefined;
  #onChannel: (channel: PeerChannel) => void = () => undefined;

  async dial({ address }: DialTarget): Promise<PeerChannel> {
    const channel = new MemoryChannel();
    this.dialled.push(channel);
    return { channel, peerName: 'bob', address };
  }

  async start(onChannel: (channel: PeerChannel) => void): Promise<void> {
    this.#onChannel = onChannel;
  }

  /** A peer opens a stream, and greets. */
  accept(): MemoryChannel {
    const channel = new MemoryChannel();
    this.#onChannel({ channel, peerName: 'bob', address: bob.address });
    channel.receive(hello);
    return channel;
  }
}

async function startEngine() {
  const transport = new MemoryTransport();
  const scheduler = new VirtualTimeScheduler();
  const counters = createCounters();
  const engine = new InvitationEngine({
    transport,
    name: undefined,
    isAdmitted: () => true,
    limits: resolveLimits({
      pending: 5_000,
      pendingPerPeer: 5_000,
      rate: { burst: 5_000, perSecond: 1 },
    }),
    counters,
    scheduler,
  });
  await engine.start();
  return { engine, transport, scheduler, counters };
}

/** Lets dials end, and what was queued be written. */
const turn = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Runs the virtual clock up to a frame. */
function runUntil(scheduler: VirtualTimeScheduler, frame: number): void {
  scheduler.maxFrames = frame;
  scheduler.flush();
  scheduler.frame = frame;
}

function sentInvites(channel: MemoryChannel | undefined): MessageOf<'invite'>[] {
  return (channel?.sent ?? []).filter((message) => message.kind === 'invite');
}

describe('an outgoing invitation', () => {
  it('that a leaving idle peer has not seen is sent anew, once', async () => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await turn();
    transport.dialled[0]?.receive(hello, { kind: 'goodbye', reason: 'idle' });
    await turn();
    const [first] = sentInvites(transport.dialled[0]);
    const [second] = sentInvites(transport.dialled[1]);
    expect(second?.invitation).toMatchObject(invitation);
    expect(second?.id).not.toBe(first?.id);
    expect(await outgoing.response()).toBe('pending');

    transport.dialled[1]?.receive(hello, { kind: 'goodbye', reason: 'idle' });
    await turn();
    expect(transport.dialled).toHaveLength(2);
    await expect(outgoing.response()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('that was delivered is not sent anew', async () => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await turn();
    const id = sentInvites(transport.dialled[0])[0]?.id ?? createGuid();
    transport.dialled[0]?.receive(
      hello,
      { kind: 'delivered', id },
      { kind: 'goodbye', reason: 'idle' },
    );
    await turn();
    expect(transport.dialled).toHaveLength(1);
    await expect(outgoing.response()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is confirmed when response() has returned the answer, and not before', async () => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await turn();
    const [channel] = transport.dialled;
    const id = sentInvites(channel)[0]?.id ?? createGuid();
    channel?.receive(hello, { kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    await turn();
    expect(channel?.sent.map(({ kind }) => kind)).not.toContain('confirm');
    expect(await outgoing.response()).toEqual({ action: 'accepted' });
    await outgoing.cancel('withdrawn');
    await turn();
    expect(channel?.sent.slice(-1)).toEqual([{ kind: 'confirm', id }]);
    expect(await outgoing.response()).toEqual({ action: 'accepted' });
  });

  it('that was agreed to is accepted when it arrives later, on another stream', async () => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await turn();
    const [channel] = transport.dialled;
    const id = sentInvites(channel)[0]?.id ?? createGuid();
    const [agreed, other] = [createGuid(), createGuid()];
    channel?.receive(
      hello,
      { kind: 'delivered', id },
      { kind: 'answer', id, isAccepted: true, agreesTo: [agreed] },
    );
    expect(await outgoing.response()).toEqual({ action: 'accepted' });
    const late = transport.accept();
    const timed = { applicationId, expiresInMs: 1_000 };
    late.receive({ kind: 'invite', id: agreed, invitation: timed });
    late.receive({ kind: 'invite', id: other, invitation: timed });
    await turn();
    expect(late.sent.filter(({ kind }) => kind === 'answer')).toEqual([
      { kind: 'answer', id: agreed, isAccepted: true },
    ]);
  });

  it('names the own invitations that an answer agrees to', async () => {
    const { engine, transport } = await startEngine();
    engine.invite(bob, invitation);
    await turn();
    const [channel] = transport.dialled;
    const own = sentInvites(channel)[0]?.id ?? createGuid();
    // The lowest of all ids goes first.
    const id = '00000000-0000-0000-0000-000000000001' as Guid;
    channel?.receive(hello, {
      kind: 'invite',
      id,
      invitation: { applicationId, expiresInMs: 1_000 },
    });
    await turn();
    expect(channel?.sent.at(-1)).toEqual({ kind: 'answer', id, isAccepted: true, agreesTo: [own] });
  });

  it('is reported as delivered when somebody has taken it from the inbox', async () => {
    const { engine, transport } = await startEngine();
    const channel = transport.accept();
    const id = createGuid();
    channel.receive({ kind: 'invite', id, invitation: { applicationId, expiresInMs: 1_000 } });
    await turn();
    expect(channel.sent.map(({ kind }) => kind)).toEqual(['hello']);
    const registration = engine.inbox.register(new AutoResetEvent());
    expect(await registration.next()).toMatchObject({ type: 'arrived' });
    await turn();
    expect(channel.sent.slice(1)).toEqual([{ kind: 'delivered', id }]);
  });

  it('can be cancelled while an answer waits to be read', async () => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await turn();
    const [channel] = transport.dialled;
    const id = sentInvites(channel)[0]?.id ?? createGuid();
    channel?.receive(hello, { kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    await outgoing.cancel('withdrawn');
    await turn();
    expect(channel?.sent.slice(-1)).toEqual([{ kind: 'withdraw', id, reason: 'withdrawn' }]);
    await expect(outgoing.response()).rejects.toMatchObject({ hresult: 0x80637000 });
  });

  it('of which nobody asks is confirmed as its answer comes', async () => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await outgoing.close();
    await turn();
    const [channel] = transport.dialled;
    const id = sentInvites(channel)[0]?.id ?? createGuid();
    channel?.receive(hello, { kind: 'delivered', id }, { kind: 'answer', id, isAccepted: false });
    await turn();
    expect(channel?.sent.slice(-1)).toEqual([{ kind: 'confirm', id }]);
  });

  it.each([
    ['incompatible', { code: 'INCOMPATIBLE', hresult: 0x80004005 }],
    ['unreachable', { code: 'UNREACHABLE' }],
  ] as const)('fails as the peer says: %s', async (reason, error) => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await turn();
    const [channel] = transport.dialled;
    const id = sentInvites(channel)[0]?.id ?? createGuid();
    channel?.receive(hello, { kind: 'failure', id, reason, hresult: 0x80004005 });
    await expect(outgoing.response()).rejects.toMatchObject(error);
  });

  it('has the response error when the peer failed inside', async () => {
    const { engine, transport } = await startEngine();
    const outgoing = engine.invite(bob, invitation);
    await turn();
    const [channel] = transport.dialled;
    const id = sentInvites(channel)[0]?.id ?? createGuid();
    channel?.receive(hello, { kind: 'failure', id, reason: 'internal', hresult: 0x80004005 });
    expect(await outgoing.response()).toEqual({ action: 'error', hresult: 0x80004005 });
  });

  it('expires when its time has passed, near or far', async () => {
    const { engine, transport, scheduler } = await startEngine();
    const near = engine.invite(bob, { ...invitation, expiresInMs: 1_500 });
    const far = engine.invite(bob, { ...invitation, expiresInMs: 60_300 });
    await turn();
    transport.dialled[0]?.receive(hello);
    const keepAlive = scheduler.schedule(function () {
      transport.dialled[0]?.receive({ kind: 'pong' });
      this.schedule(undefined, 500);
    }, 250);
    runUntil(scheduler, 1_499);
    expect(await near.response()).toBe('pending');
    runUntil(scheduler, 1_500);
    expect(await near.response()).toEqual({ action: 'expired' });
    runUntil(scheduler, 60_299);
    expect(await far.response()).toBe('pending');
    runUntil(scheduler, 60_300);
    expect(await far.response()).toEqual({ action: 'expired' });
    keepAlive.unsubscribe();
    await turn();
    expect(transport.dialled[0]?.sent.filter(({ kind }) => kind === 'withdraw')).toHaveLength(2);
  });
});

describe('the inbox', () => {
  const invite = (id: Guid): Message => ({
    kind: 'invite',
    id,
    invitation: { ...invitation, expiresInMs: 60_000 },
  });

  it('keeps the status of the last 1 000 invitations that have ended', async () => {
    const { engine, transport } = await startEngine();
    const channel = transport.accept();
    const ids = Array.from({ length: 1_001 }, () => createGuid());
    for (const id of ids)
      channel.receive(invite(id), { kind: 'withdraw', id, reason: 'withdrawn' });
    expect(() => engine.inbox.status(`${ids[0]!}@bob`)).toThrow(withMember('code', 'NOT_FOUND'));
    for (const id of ids.slice(1)) {
      expect(engine.inbox.status(`${id}@bob`)).toEqual({ state: 'withdrawn' });
    }
  });

  it('takes no id twice', async () => {
    const { transport, counters } = await startEngine();
    const channel = transport.accept();
    const id = createGuid();
    channel.receive(invite(id), { kind: 'withdraw', id, reason: 'withdrawn' }, invite(id));
    expect(counters.unexpectedFrames).toBe(1);
    expect(channel.isClosed).toBe(true);
  });

  it('ends an answer that the sender never takes as expired', async () => {
    const { engine, transport, scheduler } = await startEngine();
    const channel = transport.accept();
    const id = createGuid();
    channel.receive({ kind: 'invite', id, invitation: { ...invitation, expiresInMs: 1_000 } });
    const outcome = engine.inbox.answer(`${id}@bob`, 'accepted');
    const keepAlive = scheduler.schedule(function () {
      channel.receive({ kind: 'ping' });
      this.schedule(undefined, 500);
    }, 250);
    runUntil(scheduler, 10_999);
    expect(engine.inbox.status(`${id}@bob`)).toEqual({ state: 'pending' });
    runUntil(scheduler, 11_000);
    keepAlive.unsubscribe();
    expect(await outcome).toEqual({ state: 'expired' });
  });

  it('tells the sender when nobody answered in time', async () => {
    const { transport, scheduler } = await startEngine();
    const channel = transport.accept();
    const id = createGuid();
    channel.receive({ kind: 'invite', id, invitation: { ...invitation, expiresInMs: 400 } });
    runUntil(scheduler, 400);
    await turn();
    expect(channel.sent.at(-1)).toEqual({ kind: 'failure', id, reason: 'expired' });
  });
});
