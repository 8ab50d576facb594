import { createGuid, type Guid, parseGuid, type Reception } from '@beckon/core';
import { VirtualTimeScheduler } from 'rxjs';
import { MemoryStream } from '../test/memory-stream.ts';
import { createEngineCounters } from './counters.ts';
import type { EngineLimits } from './options.ts';
import type { DialTarget, Transport, TransportEngine } from './transport.ts';
import type { Message } from './wire/message.ts';
import { openEngine } from '../test/open-engine.ts';

const applicationId = parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11');
const hello: Message = { kind: 'hello', version: 1 };

const inviteOf = (id: Guid = createGuid()): Message => ({
  kind: 'invite',
  id,
  invitation: { applicationId, expiresInMs: 60_000 },
});

const invites = (count: number): Message[] => Array.from({ length: count }, () => inviteOf());

/** An engine to which peers connect from any origin. */
async function startEngine(limits: EngineLimits = {}, reception: Reception = 'anyone') {
  const scheduler = new VirtualTimeScheduler();
  const counters = createEngineCounters();
  let transportEngine: TransportEngine | undefined;
  const opened: MemoryStream[] = [];
  const transport: Transport = {
    peerName: 'alice',
    addresses: () => [],
    card: async () => '',
    readCard: async () => ({ peerName: '', addresses: [] }),
    target: () => ({ address: 'bob', peerName: 'bob' }),
    dial: async ({ address }: DialTarget) => ({
      peerName: address,
      open: async () => {
        const stream = new MemoryStream(address);
        opened.push(stream);
        return stream;
      },
    }),
    close: async () => undefined,
  };
  const engine = await openEngine({
    openTransport: async (opening) => {
      transportEngine = opening;
      return transport;
    },
    reception,
    limits,
    counters,
    scheduler,
  });
  return {
    engine,
    counters,
    scheduler,
    opened,
    inbox: engine.invitations.inbox,
    connect(peerName: string, origin = peerName): MemoryStream {
      const stream = new MemoryStream(peerName, origin);
      transportEngine?.onStream(stream);
      stream.receive(hello);
      return stream;
    },
  };
}

/** Resolves when queued messages have been written. */
const turn = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Why the invitations of a stream were refused or ended, in order. */
async function failures(stream: MemoryStream): Promise<string[]> {
  await turn();
  return stream.sent.flatMap((message) => (message.kind === 'failure' ? [message.reason] : []));
}

describe('pending invitations', () => {
  it('of strangers leave a quarter of the room to trusted peers', async () => {
    const { connect, counters } = await startEngine(
      { pending: 100, pendingPerPeer: 100 },
      { trusted: ['bob'], others: 'anyone' },
    );
    const eve = connect('eve');
    eve.receive(...invites(100));
    expect(counters.refusedByPending).toBe(25);
    const bob = connect('bob');
    bob.receive(...invites(60));
    expect(await failures(bob)).toEqual([]);
    expect(counters.evictedInvitations).toBe(35);
    expect((await failures(eve)).filter((reason) => reason === 'expired')).toHaveLength(35);
  });

  it('of many identities of one origin give way to a stranger of another', async () => {
    const { connect, counters } = await startEngine({ pending: 100 });
    const crowd = Array.from({ length: 10 }, (_, i) => connect(`eve${i}`, 'there'));
    for (const stream of crowd) stream.receive(...invites(100));
    const carol = connect('carol', 'here');
    carol.receive(...invites(5));
    expect(await failures(carol)).toEqual([]);
    expect(counters.evictedInvitations).toBeGreaterThanOrEqual(5);
  });

  it('are expired on both sides when they had to give way', async () => {
    const { connect, inbox } = await startEngine({ pending: 4 });
    const id = createGuid();
    const eve = connect('eve');
    eve.receive(inviteOf(id), ...invites(2));
    connect('carol').receive(inviteOf());
    expect(await failures(eve)).toEqual(['expired']);
    expect(inbox.status('inbox.status', `${id}@eve`)).toEqual({ state: 'expired' });
  });
});

describe('the rate', () => {
  it('is shared by all strangers of one origin, and not by known peers and other origins', async () => {
    const { connect, counters } = await startEngine(
      { rate: { burst: 10, perSecond: 1 }, pending: 1_000 },
      { trusted: ['bob'], others: 'anyone' },
    );
    const crowd = Array.from({ length: 10 }, (_, i) => connect(`eve${i}`, 'there'));
    for (const stream of crowd) stream.receive(...invites(10));
    expect(counters.refusedByRate).toBe(50);
    const bob = connect('bob', 'there');
    bob.receive(...invites(10));
    const carol = connect('carol', 'here');
    carol.receive(...invites(10));
    expect([...(await failures(bob)), ...(await failures(carol))]).toEqual([]);
  });
});

describe('a peer that sends useless messages', () => {
  const STRAY = createGuid();
  it.each<[string, Message]>([
    ['pings', { kind: 'ping' }],
    ['pongs without a ping', { kind: 'pong' }],
    ['confirms of an unknown invitation', { kind: 'confirm', id: STRAY }],
    ['withdraws of an unknown invitation', { kind: 'withdraw', id: STRAY, reason: 'withdrawn' }],
    ['answers to an unknown invitation', { kind: 'answer', id: STRAY, isAccepted: true }],
  ])('loses its connection for too many %s', async (_, message) => {
    const { connect, counters } = await startEngine();
    const stream = connect('eve');
    for (let i = 0; i < 50 && !stream.isClosed; i++) {
      stream.receive(...Array.from({ length: 100 }, () => message));
    }
    expect(stream.isConnectionAborted).toBe(true);
    expect(counters.floods).toBe(1);
  });

  it('loses its connection when it goes on inviting after it was refused, and not before', async () => {
    const { connect, counters } = await startEngine();
    const stream = connect('eve');
    stream.receive(...invites(1_000));
    expect(stream.isClosed).toBe(false);
    expect(counters.refusedByRate).toBe(900);
    for (let i = 0; i < 50 && !stream.isClosed; i++) stream.receive(...invites(100));
    expect(counters.floods).toBe(1);
  });

  it('uses up the shared limit of its origin, and not the own limit of others there', async () => {
    const { connect, counters } = await startEngine();
    const pings = (count: number): Message[] =>
      Array.from({ length: count }, () => ({ kind: 'ping' }));
    connect('eve', 'here').receive(...pings(5_000));
    expect(counters.floods).toBe(1);
    const honest = connect('carol', 'here');
    honest.receive(...pings(100));
    expect(honest.isClosed).toBe(false);
    const again = connect('mallory', 'here');
    again.receive(...pings(201));
    expect(again.isClosed).toBe(true);
  });
});

describe('the status of ended invitations', () => {
  it('is kept for each peer, although another peer has a thousand', async () => {
    const { connect, inbox } = await startEngine({ rate: { burst: 5_000, perSecond: 1 } });
    const id = createGuid();
    const withdrawn = (ended: Guid): Message => ({
      kind: 'withdraw',
      id: ended,
      reason: 'withdrawn',
    });
    connect('carol').receive(inviteOf(id), withdrawn(id));
    const eve = connect('eve');
    const last = createGuid();
    for (let i = 0; i < 2_000; i++) {
      const next = createGuid();
      eve.receive(inviteOf(next), withdrawn(next));
    }
    eve.receive(inviteOf(last), withdrawn(last));
    expect(inbox.status('inbox.status', `${id}@carol`)).toEqual({ state: 'withdrawn' });
    expect(inbox.status('inbox.status', `${last}@eve`)).toEqual({ state: 'withdrawn' });
  });
});

describe('consent to invitations that an answer names', () => {
  it('does not hold for an invitation that is sent after the answer', async () => {
    const { engine, connect, opened } = await startEngine();
    const outgoing = engine.invitations.invite(
      { address: 'bob', peerName: 'bob' },
      { applicationId },
    );
    await turn();
    const [stream] = opened;
    const agreed = createGuid();
    const { id } = outgoing;
    stream?.receive(
      hello,
      { kind: 'delivered', id },
      { kind: 'answer', id, isAccepted: true, agreesTo: [agreed] },
    );
    expect(await outgoing.response()).toMatchObject({ action: 'accepted' });
    stream?.receive(inviteOf(agreed));
    await turn();
    expect(stream?.sent.map(({ kind }) => kind)).not.toContain('answer');
    expect(connect('bob').isClosed).toBe(false);
  });
});

describe('a stream', () => {
  it('is in use while an invitation is open on it', async () => {
    const { connect } = await startEngine();
    const stream = connect('carol');
    expect(stream.isInUse).toBe(false);
    const id = createGuid();
    stream.receive(inviteOf(id), inviteOf());
    expect(stream.isInUse).toBe(true);
    stream.receive({ kind: 'withdraw', id, reason: 'withdrawn' });
    expect(stream.isInUse).toBe(true);
  });
});
