import { createGuid, type Guid, type Invitation, parseGuid, type Reception } from '@beckon/core';
import { AutoResetEvent } from '@beckon/core/adapter';
import { config, VirtualTimeScheduler } from 'rxjs';
import { MemoryStream } from '../../test/memory-stream.ts';
import { runUntil } from '../../test/run-until.ts';
import { withMember } from '../../test/with-member.ts';
import { createEngineCounters } from '../counters.ts';
import type { EngineLimits } from '../options.ts';
import type { DialTarget, ReachedPeer, Transport, TransportEngine } from '../transport.ts';
import type { Message, MessageOf } from '../wire/message.ts';
import { openEngine } from '../../test/open-engine.ts';

const applicationId = parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11');
const invitation: Invitation = { applicationId };
const timed = { applicationId, expiresInMs: 60_000 };
const bob: DialTarget = { address: 'bob', peerName: 'bob' };
const hello: Message = { kind: 'hello', version: 1 };

/** A transport for which the test plays the peers. Every address leads to bob, except `alice`. */
class ScriptedTransport implements Transport {
  readonly peerName = 'alice';
  /** The streams that this side has opened. */
  readonly opened: MemoryStream[] = [];
  isClosed = false;
  isUnreachable = false;
  readonly #engine: TransportEngine;

  constructor(engine: TransportEngine) {
    this.#engine = engine;
  }

  readonly addresses = () => [];
  readonly card = async () => '';
  readonly readCard = async () => ({ peerName: '', addresses: [] });
  readonly target = () => bob;

  async close(): Promise<void> {
    this.isClosed = true;
  }

  async dial({ address }: DialTarget): Promise<ReachedPeer> {
    if (this.isUnreachable) throw new Error('Nobody is there.');
    const peerName = address === 'alice' ? 'alice' : 'bob';
    return {
      peerName,
      open: async () => {
        const stream = new MemoryStream(peerName);
        this.opened.push(stream);
        return stream;
      },
    };
  }

  /** A peer opens a stream, and greets. */
  accept(peerName = 'bob'): MemoryStream {
    const stream = new MemoryStream(peerName);
    this.#engine.onStream(stream);
    stream.receive(hello);
    return stream;
  }
}

const MANY: EngineLimits = {
  pending: 5_000,
  pendingPerPeer: 5_000,
  rate: { burst: 5_000, perSecond: 1 },
};

async function startEngine({
  reception = 'anyone',
  limits = MANY,
}: { reception?: Reception; limits?: EngineLimits } = {}) {
  let transport: ScriptedTransport | undefined;
  const scheduler = new VirtualTimeScheduler();
  const counters = createEngineCounters();
  const engine = await openEngine({
    openTransport: async (opening) => (transport = new ScriptedTransport(opening)),
    reception,
    limits,
    counters,
    scheduler,
  });
  if (transport === undefined) throw new Error('The transport was not opened.');
  return { engine, invitations: engine.invitations, transport, scheduler, counters };
}

/** Resolves when dials have ended and queued messages have been written. */
const turn = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

function sentInvites(stream: MemoryStream | undefined): MessageOf<'invite'>[] {
  return (stream?.sent ?? []).filter((message) => message.kind === 'invite');
}

describe('an outgoing invitation', () => {
  it('is sent anew, once, when an idle peer leaves without having seen it', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    transport.opened[0]?.receive(hello, { kind: 'goodbye', reason: 'idle' });
    await turn();
    const [first] = sentInvites(transport.opened[0]);
    const [second] = sentInvites(transport.opened[1]);
    expect(second?.invitation).toMatchObject(invitation);
    expect(second?.id).not.toBe(first?.id);
    expect(await outgoing.response()).toBe('pending');

    transport.opened[1]?.receive(hello, { kind: 'goodbye', reason: 'idle' });
    await turn();
    expect(transport.opened).toHaveLength(2);
    await expect(outgoing.response()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is not sent anew after it was delivered', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const id = sentInvites(transport.opened[0])[0]?.id ?? createGuid();
    transport.opened[0]?.receive(
      hello,
      { kind: 'delivered', id },
      { kind: 'goodbye', reason: 'idle' },
    );
    await turn();
    expect(transport.opened).toHaveLength(1);
    await expect(outgoing.response()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is confirmed when response() has returned the answer, and not before', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const id = sentInvites(stream)[0]?.id ?? createGuid();
    stream?.receive(hello, { kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    await turn();
    expect(stream?.sent.map(({ kind }) => kind)).not.toContain('confirm');
    expect(await outgoing.response()).toMatchObject({ action: 'accepted' });
    await outgoing.cancel('withdrawn');
    await turn();
    expect(stream?.sent.slice(-1)).toEqual([{ kind: 'confirm', id }]);
    expect(await outgoing.response()).toMatchObject({ action: 'accepted' });
  });

  it('is accepted without an answer when the peer has agreed to it before it arrives on another stream', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const id = sentInvites(stream)[0]?.id ?? createGuid();
    const [agreed, other] = [createGuid(), createGuid()];
    stream?.receive(
      hello,
      { kind: 'delivered', id },
      { kind: 'answer', id, isAccepted: true, agreesTo: [agreed] },
    );
    expect(await outgoing.response()).toMatchObject({ action: 'accepted' });
    const late = transport.accept();
    late.receive({ kind: 'invite', id: agreed, invitation: timed });
    late.receive({ kind: 'invite', id: other, invitation: timed });
    await turn();
    expect(late.sent.filter(({ kind }) => kind === 'answer')).toEqual([
      { kind: 'answer', id: agreed, isAccepted: true },
    ]);
  });

  it('names the own invitations that an answer agrees to', async () => {
    const { invitations, transport } = await startEngine();
    invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const own = sentInvites(stream)[0]?.id ?? createGuid();
    // The lowest of all ids is accepted first.
    const id = '00000000-0000-0000-0000-000000000001' as Guid;
    stream?.receive(hello, {
      kind: 'invite',
      id,
      invitation: { applicationId, expiresInMs: 1_000 },
    });
    await turn();
    expect(stream?.sent.at(-1)).toEqual({ kind: 'answer', id, isAccepted: true, agreesTo: [own] });
  });

  it('is not named by an answer to an invitation with a higher id', async () => {
    const { invitations, transport } = await startEngine();
    invitations.invite(bob, invitation);
    invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const [lower = '', higher] = sentInvites(stream)
      .map(({ id }) => id)
      .sort();
    const between = `${lower.slice(0, -12)}ffffffffffff` as Guid;
    stream?.receive(hello, { kind: 'invite', id: between, invitation: timed });
    await turn();
    expect(stream?.sent.at(-1)).toMatchObject({ kind: 'answer', id: between, agreesTo: [higher] });
  });

  it('is reported as delivered when somebody has taken it from the inbox', async () => {
    const { invitations, transport } = await startEngine();
    const stream = transport.accept();
    const id = createGuid();
    stream.receive({ kind: 'invite', id, invitation: { applicationId, expiresInMs: 1_000 } });
    await turn();
    expect(stream.sent.map(({ kind }) => kind)).toEqual(['hello']);
    const queue = invitations.inbox.changes(new AutoResetEvent());
    expect(await queue.next()).toMatchObject({ type: 'arrived' });
    await turn();
    expect(stream.sent.slice(1)).toEqual([{ kind: 'delivered', id }]);
  });

  it('can be cancelled while an answer waits to be read', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const id = sentInvites(stream)[0]?.id ?? createGuid();
    stream?.receive(hello, { kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    await outgoing.cancel('withdrawn');
    await turn();
    expect(stream?.sent.slice(-1)).toEqual([{ kind: 'withdraw', id, reason: 'withdrawn' }]);
    await expect(outgoing.response()).rejects.toMatchObject({ hresult: 0x80637000 });
  });

  it('is confirmed as soon as its answer comes when nobody waits for the response', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await outgoing.close();
    await turn();
    const [stream] = transport.opened;
    const id = sentInvites(stream)[0]?.id ?? createGuid();
    stream?.receive(hello, { kind: 'delivered', id }, { kind: 'answer', id, isAccepted: false });
    await turn();
    expect(stream?.sent.slice(-1)).toEqual([{ kind: 'confirm', id }]);
  });

  it.each([
    ['incompatible', { code: 'INCOMPATIBLE', hresult: 0x80004005 }],
    ['unreachable', { code: 'UNREACHABLE' }],
  ] as const)('fails as the peer says: %s', async (reason, error) => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const id = sentInvites(stream)[0]?.id ?? createGuid();
    stream?.receive(hello, { kind: 'failure', id, reason, hresult: 0x80004005 });
    await expect(outgoing.response()).rejects.toMatchObject(error);
  });

  it('has the response error when the peer reports an internal failure', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const id = sentInvites(stream)[0]?.id ?? createGuid();
    stream?.receive(hello, { kind: 'failure', id, reason: 'internal', hresult: 0x80004005 });
    expect(await outgoing.response()).toEqual({ action: 'error', hresult: 0x80004005 });
  });

  it('expires when its time has passed, near or far', async () => {
    const { invitations, transport, scheduler } = await startEngine();
    const near = invitations.invite(bob, { ...invitation, expiresInMs: 1_500 });
    const far = invitations.invite(bob, { ...invitation, expiresInMs: 60_300 });
    await turn();
    transport.opened[0]?.receive(hello);
    const keepAlive = scheduler.schedule(function () {
      transport.opened[0]?.receive({ kind: 'pong' });
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
    expect(transport.opened[0]?.sent.filter(({ kind }) => kind === 'withdraw')).toHaveLength(2);
  });
});

describe('the inbox', () => {
  const invite = (id: Guid): Message => ({
    kind: 'invite',
    id,
    invitation: { ...invitation, expiresInMs: 60_000 },
  });

  it('keeps the status of the last 750 invitations of strangers that have ended', async () => {
    const { invitations, transport } = await startEngine();
    const stream = transport.accept();
    const ids = Array.from({ length: 751 }, () => createGuid());
    for (const id of ids) stream.receive(invite(id), { kind: 'withdraw', id, reason: 'withdrawn' });
    expect(() => invitations.inbox.status('inbox.status', `${ids[0]!}@bob`)).toThrow(
      withMember('code', 'NOT_FOUND'),
    );
    for (const id of ids.slice(1)) {
      expect(invitations.inbox.status('inbox.status', `${id}@bob`)).toEqual({ state: 'withdrawn' });
    }
  });

  it('takes no id twice', async () => {
    const { transport, counters } = await startEngine();
    const stream = transport.accept();
    const id = createGuid();
    stream.receive(invite(id), { kind: 'withdraw', id, reason: 'withdrawn' }, invite(id));
    expect(counters.unexpectedFrames).toBe(1);
    expect(stream.isClosed).toBe(true);
  });

  it('ends an answer that the sender never takes as expired', async () => {
    const { invitations, transport, scheduler } = await startEngine();
    const stream = transport.accept();
    const id = createGuid();
    stream.receive({ kind: 'invite', id, invitation: { ...invitation, expiresInMs: 1_000 } });
    const outcome = invitations.inbox.answer('inbox.accept', `${id}@bob`, 'accepted', {});
    const keepAlive = scheduler.schedule(function () {
      stream.receive({ kind: 'ping' });
      this.schedule(undefined, 500);
    }, 250);
    runUntil(scheduler, 10_999);
    expect(invitations.inbox.status('inbox.status', `${id}@bob`)).toEqual({ state: 'pending' });
    runUntil(scheduler, 11_000);
    keepAlive.unsubscribe();
    expect(await outcome).toEqual({ state: 'expired' });
  });

  it('tells the sender when nobody answered in time', async () => {
    const { transport, scheduler } = await startEngine();
    const stream = transport.accept();
    const id = createGuid();
    stream.receive({ kind: 'invite', id, invitation: { ...invitation, expiresInMs: 400 } });
    runUntil(scheduler, 400);
    await turn();
    expect(stream.sent.at(-1)).toEqual({ kind: 'failure', id, reason: 'expired' });
  });
});

describe('a link that was kept', () => {
  /** A link on which the peer has greeted and one invitation has ended. */
  async function keptLink() {
    const scene = await startEngine();
    const first = scene.invitations.invite(bob, invitation);
    await turn();
    scene.transport.opened[0]?.receive(hello);
    await first.cancel('withdrawn');
    await turn();
    return scene;
  }

  it('is redialled when it is silent, and the invitation is not lost', async () => {
    const { invitations, transport, scheduler } = await keptLink();
    const outgoing = invitations.invite(bob, invitation);
    runUntil(scheduler, 2_500);
    await turn();
    const [again] = sentInvites(transport.opened[1]);
    expect(again?.invitation).toMatchObject(invitation);
    expect(await outgoing.response()).toBe('pending');
  });

  it('is redialled when it ends, and the result of the redial counts', async () => {
    const { invitations, transport } = await keptLink();
    const outgoing = invitations.invite(bob, invitation);
    transport.isUnreachable = true;
    transport.opened[0]?.end();
    await turn();
    await expect(outgoing.response()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is not redialled when it was heard since: the peer may have the invitation', async () => {
    const { invitations, transport } = await keptLink();
    const outgoing = invitations.invite(bob, invitation);
    transport.opened[0]?.receive({ kind: 'ping' });
    transport.opened[0]?.end();
    await turn();
    expect(transport.opened).toHaveLength(1);
    await expect(outgoing.response()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });
});

describe('one peer under many addresses', () => {
  it('has one stream, whether it is dialled at once or one after the other', async () => {
    const { invitations, transport } = await startEngine();
    const targets = Array.from({ length: 5 }, (_, i) => ({
      address: `address-${i}`,
      peerName: undefined,
    }));
    for (const target of targets.slice(0, 3)) invitations.invite(target, invitation);
    await turn();
    for (const target of targets) invitations.invite(target, invitation);
    await turn();
    expect(transport.opened).toHaveLength(1);
    expect(sentInvites(transport.opened[0])).toHaveLength(8);
  });

  it('is found at none of them once its stream has ended', async () => {
    const { invitations, transport } = await startEngine();
    const target = { address: 'address', peerName: undefined };
    await invitations.send(target, invitation);
    transport.opened[0]?.receive(hello, { kind: 'goodbye', reason: 'closing' });
    await invitations.send(target, invitation);
    expect(transport.opened).toHaveLength(2);
  });
});

it('an address that turns out to be this side is an invalid argument', async () => {
  const { invitations, transport } = await startEngine();
  const outgoing = invitations.invite({ address: 'alice', peerName: undefined }, invitation);
  await turn();
  expect(transport.opened).toEqual([]);
  await expect(outgoing.response()).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('a side cannot invite itself') as string,
  });
});

describe('the reception', () => {
  /** A reception for which the test decides. */
  function undecided() {
    let decide: (verdict: 'take' | 'unreachable' | 'incompatible') => void = () => undefined;
    const reception: Reception = () =>
      new Promise((resolve) => {
        decide = resolve;
      });
    return { reception, decide: (verdict: Parameters<typeof decide>[0]) => decide(verdict) };
  }

  async function arrive({ reception }: { reception: Reception }) {
    const scene = await startEngine({ reception });
    const stream = scene.transport.accept();
    const id = createGuid();
    stream.receive({ kind: 'invite', id, invitation: timed });
    await turn();
    const changes = scene.invitations.inbox.changes(new AutoResetEvent());
    return { ...scene, stream, id, changes };
  }

  it('keeps an invitation out of the inbox while it decides', async () => {
    const { reception, decide } = undecided();
    const { invitations, changes, id } = await arrive({ reception });
    expect(await changes.next()).toBeUndefined();
    expect(() => invitations.inbox.status('inbox.status', `${id}@bob`)).toThrow(
      withMember('code', 'NOT_FOUND'),
    );
    decide('take');
    await turn();
    expect(await changes.next()).toMatchObject({ type: 'arrived' });
  });

  it.each(['unreachable', 'incompatible'] as const)(
    'refuses with the reason of its verdict: %s',
    async (verdict) => {
      const { reception, decide } = undecided();
      const { stream, changes, id, counters } = await arrive({ reception });
      decide(verdict);
      await turn();
      expect(stream.sent.at(-1)).toEqual({ kind: 'failure', id, reason: verdict });
      expect(await changes.next()).toBeUndefined();
      expect(counters.refusedByReception).toBe(1);
    },
  );

  it('is not waited for when the sender takes the invitation back', async () => {
    const { reception, decide } = undecided();
    const { stream, changes, id } = await arrive({ reception });
    stream.receive({ kind: 'withdraw', id, reason: 'withdrawn' });
    decide('take');
    await turn();
    expect(await changes.next()).toBeUndefined();
    expect(stream.sent.map(({ kind }) => kind)).toEqual(['hello']);
  });

  it('is not waited for beyond the time of the invitation, nor beyond 5 seconds', async () => {
    const { scheduler, transport } = await startEngine({
      reception: () => new Promise(() => undefined),
    });
    const stream = transport.accept();
    const [short, long] = [createGuid(), createGuid()];
    stream.receive({ kind: 'invite', id: short, invitation: { ...timed, expiresInMs: 1_000 } });
    stream.receive({ kind: 'invite', id: long, invitation: timed });
    const keepAlive = scheduler.schedule(function () {
      stream.receive({ kind: 'ping' });
      this.schedule(undefined, 500);
    }, 250);
    const reported = new Promise((resolve) => {
      config.onUnhandledError = resolve;
    });
    runUntil(scheduler, 5_000);
    keepAlive.unsubscribe();
    await reported;
    config.onUnhandledError = null;
    await turn();
    expect(stream.sent.filter(({ kind }) => kind === 'failure')).toEqual([
      { kind: 'failure', id: short, reason: 'expired' },
      { kind: 'failure', id: long, reason: 'unreachable' },
    ]);
  });

  it('is not asked when this side has invited the sender into the same application', async () => {
    const { invitations, transport } = await startEngine({ reception: 'nobody' });
    invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const id = '00000000-0000-0000-0000-000000000001' as Guid;
    const other = createGuid();
    stream?.receive(
      hello,
      { kind: 'invite', id, invitation: timed },
      { kind: 'invite', id: other, invitation: { ...timed, applicationId: createGuid() } },
    );
    await turn();
    expect(stream?.sent.slice(2)).toMatchObject([
      { kind: 'delivered', id },
      { kind: 'answer', id, isAccepted: true },
      { kind: 'failure', id: other, reason: 'unreachable' },
    ]);
  });

  it('is not waited for when this side invites the sender meanwhile', async () => {
    const { reception } = undecided();
    const { invitations, stream, changes } = await arrive({ reception });
    invitations.invite(bob, invitation);
    await turn();
    expect(await changes.next()).toMatchObject({ type: 'arrived' });
    expect(sentInvites(stream)).toHaveLength(1);
  });

  it("'nobody' lets a peer that this side has invited open a stream, and no other", async () => {
    const { invitations, transport, counters } = await startEngine({ reception: 'nobody' });
    invitations.invite(bob, invitation);
    expect(transport.accept('bob').isClosed).toBe(false);
    expect(transport.accept('carol').isClosed).toBe(true);
    expect(counters.refusedByReception).toBe(1);
  });
});

it('consent to an invitation that has not arrived holds for its application alone', async () => {
  const { invitations, transport } = await startEngine();
  const outgoing = invitations.invite(bob, invitation);
  await turn();
  const [stream] = transport.opened;
  const id = sentInvites(stream)[0]?.id ?? createGuid();
  const agreed = createGuid();
  stream?.receive(
    hello,
    { kind: 'delivered', id },
    { kind: 'answer', id, isAccepted: true, agreesTo: [agreed] },
  );
  expect(await outgoing.response()).toMatchObject({ action: 'accepted' });
  stream?.receive({
    kind: 'invite',
    id: agreed,
    invitation: { ...timed, applicationId: createGuid() },
  });
  await turn();
  expect(stream?.sent.map(({ kind }) => kind)).not.toContain('answer');
});

describe('an answer', () => {
  it('carries a message and a copy of the data back', async () => {
    const { invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const [stream] = transport.opened;
    const id = sentInvites(stream)[0]?.id ?? createGuid();
    const data = Uint8Array.of(1, 2, 3);
    stream?.receive(
      hello,
      { kind: 'delivered', id },
      { kind: 'answer', id, isAccepted: true, message: 'Sure', data },
    );
    expect(await outgoing.response()).toMatchObject({ action: 'accepted', message: 'Sure', data });
  });

  it('that is given while another travels is refused with CLOSED', async () => {
    const { invitations, transport } = await startEngine();
    const stream = transport.accept();
    const id = createGuid();
    stream.receive({ kind: 'invite', id, invitation: timed });
    const { inbox } = invitations;
    const first = inbox.answer('inbox.accept', `${id}@bob`, 'accepted', {});
    expect(() => inbox.answer('inbox.decline', `${id}@bob`, 'declined', {})).toThrow(
      withMember('code', 'CLOSED'),
    );
    stream.receive({ kind: 'confirm', id });
    expect(await first).toEqual({ state: 'accepted' });
  });
});

describe('closing', () => {
  async function answering() {
    const scene = await startEngine();
    const stream = scene.transport.accept();
    const [answered, open] = [createGuid(), createGuid()];
    stream.receive({ kind: 'invite', id: answered, invitation: timed });
    stream.receive({ kind: 'invite', id: open, invitation: timed });
    const status = scene.invitations.inbox.answer(
      'inbox.accept',
      `${answered}@bob`,
      'accepted',
      {},
    );
    const closed = scene.engine.close();
    await turn();
    return { ...scene, stream, answered, open, status, closed };
  }

  it('waits for the confirmation of an answer that is on its way, and ends everything else at once', async () => {
    const { stream, answered, open, status, closed, transport } = await answering();
    expect(stream.sent.at(-1)).toEqual({ kind: 'failure', id: open, reason: 'unreachable' });
    const late = createGuid();
    stream.receive({ kind: 'invite', id: late, invitation: timed });
    stream.receive({ kind: 'confirm', id: answered });
    expect(await status).toEqual({ state: 'accepted' });
    await closed;
    expect(stream.sent.slice(-2)).toEqual([
      { kind: 'failure', id: late, reason: 'unreachable' },
      { kind: 'goodbye', reason: 'closing' },
    ]);
    expect(transport.isClosed).toBe(true);
  });

  it('waits for that for a second, and no longer', async () => {
    const { status, closed, scheduler, transport } = await answering();
    const failed = expect(status).rejects.toMatchObject({ code: 'CLOSED' });
    runUntil(scheduler, 999);
    await turn();
    expect(transport.isClosed).toBe(false);
    runUntil(scheduler, 1_000);
    await failed;
    await closed;
    expect(scheduler.actions).toEqual([]);
  });

  it('withdraws what this side has sent', async () => {
    const { engine, invitations, transport } = await startEngine();
    const outgoing = invitations.invite(bob, invitation);
    await turn();
    const id = sentInvites(transport.opened[0])[0]?.id;
    await engine.close();
    expect(transport.opened[0]?.sent.slice(-2)).toEqual([
      { kind: 'withdraw', id, reason: 'withdrawn' },
      { kind: 'goodbye', reason: 'closing' },
    ]);
    await expect(outgoing.response()).rejects.toMatchObject({ code: 'CLOSED' });
    await outgoing.cancel('withdrawn');
    await outgoing.close();
    await outgoing.close();
  });
});

it('a deadline is kept whatever the heartbeat is', async () => {
  const { invitations, transport, scheduler } = await startEngine({
    limits: { ...MANY, silenceTimeoutMs: 60_000 },
  });
  const outgoing = invitations.invite(bob, { ...invitation, expiresInMs: 3_000 });
  const stream = transport.accept();
  const id = createGuid();
  // For another application, so that it does not cross the own one.
  const theirs = { applicationId: createGuid(), expiresInMs: 3_000 };
  stream.receive({ kind: 'invite', id, invitation: theirs });
  await turn();
  runUntil(scheduler, 2_999);
  expect(await outgoing.response()).toBe('pending');
  runUntil(scheduler, 3_000);
  expect(await outgoing.response()).toEqual({ action: 'expired' });
  expect(invitations.inbox.status('inbox.status', `${id}@bob`)).toEqual({ state: 'expired' });
});

it('an engine with nothing open has no timer', async () => {
  const { scheduler, transport } = await startEngine();
  expect(scheduler.actions).toEqual([]);
  const stream = transport.accept();
  const id = createGuid();
  stream.receive({ kind: 'invite', id, invitation: timed });
  expect(scheduler.actions).not.toEqual([]);
  stream.receive({ kind: 'withdraw', id, reason: 'withdrawn' });
  runUntil(scheduler, 5_000);
  expect(scheduler.actions).toEqual([]);
});
