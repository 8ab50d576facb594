import { createGuid, type Guid, parseGuid } from '@beckon/core';
import fc from 'fast-check';
import { VirtualTimeScheduler } from 'rxjs';
import { anyMessage, runs } from '../../test/arbitraries.ts';
import { framed, MemoryStream } from '../../test/memory-stream.ts';
import { runUntil } from '../../test/run-until.ts';
import { createEngineCounters, type EngineCounters } from '../counters.ts';
import { InvitationExchange, type SentListener } from '../invitations/invitation-exchange.ts';
import type { Message } from '../wire/message.ts';
import type { Exchange } from './exchange.ts';
import { PeerLink } from './peer-link.ts';

const timing = { silenceTimeoutMs: 2_500, frameTimeoutMs: 2_000, idleTimeoutMs: 1_500 };
const invitation = {
  applicationId: parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11'),
  expiresInMs: 1_000,
};
/** About an invitation that nobody knows. */
const useless: Message = { kind: 'delivered', id: createGuid() };
const hello: Message = { kind: 'hello', version: 1 };

type Exchanges = { readonly invitations: InvitationExchange };

interface Scene {
  readonly stream: MemoryStream;
  readonly link: PeerLink<Exchanges>;
  readonly invitations: InvitationExchange;
  readonly counters: EngineCounters;
  /** The reports of the link and its exchange. */
  readonly told: string[];
  readonly sentListener: SentListener;
  until(timeMs: number): void;
}

function open({ isOpener = true, isGreeted = true } = {}): Scene {
  const stream = new MemoryStream();
  const scheduler = new VirtualTimeScheduler();
  const counters = createEngineCounters();
  const told: string[] = [];
  const taker = {
    onInvite: () => ({
      onArrived: () => void told.push('arrived'),
      onConfirmed: () => void told.push('confirmed'),
      onWithdrawn: (reason: string) => void told.push(`withdrawn: ${reason}`),
    }),
  };
  const link = new PeerLink<Exchanges>({
    stream,
    isOpener,
    name: 'Alice',
    timing,
    scheduler,
    counters,
    exchanges: (line) => ({ invitations: new InvitationExchange(line, taker, counters) }),
    mayBeUseless: () => true,
    onEnded: () => void told.push('ended'),
  });
  if (isGreeted) stream.receive(hello);
  return {
    stream,
    link,
    invitations: link.exchanges.invitations,
    counters,
    told,
    sentListener: {
      onDelivered: () => void told.push('delivered'),
      onAnswer: ({ isAccepted }) => void told.push(isAccepted ? 'accepted' : 'declined'),
      onFailure: (reason) => void told.push(`failed: ${reason}`),
      onLost: (isUnseen) => void told.push(isUnseen ? 'lost unseen' : 'lost'),
    },
    until: (timeMs) => runUntil(scheduler, timeMs),
  };
}

/** Resolves when the messages of this turn have been written. */
const written = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a link', () => {
  it('greets, and writes all messages of one turn at once', async () => {
    const { stream, invitations, sentListener } = open();
    for (let i = 0; i < 20; i++) invitations.invite(createGuid(), invitation, sentListener);
    await written();
    expect(stream.sent).toHaveLength(21);
    expect(stream.sent[0]).toEqual({ kind: 'hello', version: 1, name: 'Alice' });
    expect(stream.writes).toBe(1);
  });

  it('writes nothing while the stream is full, and goes on when it is not', async () => {
    const { stream, invitations, sentListener } = open();
    stream.isFull = true;
    await written();
    for (let i = 0; i < 200; i++) invitations.invite(createGuid(), invitation, sentListener);
    await written();
    expect(stream.sent).toHaveLength(1);
    stream.drain();
    expect(stream.sent).toHaveLength(201);
  });

  it('reports the delivery, then the answer', () => {
    const { stream, invitations, sentListener, told } = open();
    const id = createGuid();
    invitations.invite(id, invitation, sentListener);
    stream.receive({ kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    expect(told).toEqual(['delivered', 'accepted']);
  });

  it('reports a received invitation as delivered once, when it has been shown', async () => {
    const { stream, invitations, told } = open();
    const id = createGuid();
    stream.receive({ kind: 'invite', id, invitation });
    expect(told).toEqual(['arrived']);
    await written();
    expect(stream.sent).toHaveLength(1);
    invitations.deliver(id);
    invitations.deliver(id);
    invitations.answer(id, true);
    await written();
    expect(stream.sent.slice(1).map(({ kind }) => kind)).toEqual(['delivered', 'answer']);
  });

  it('reports an invitation as delivered before an answer without the user', async () => {
    const { stream, invitations } = open();
    const id = createGuid();
    stream.receive({ kind: 'invite', id, invitation });
    invitations.answer(id, true);
    await written();
    expect(stream.sent.slice(1).map(({ kind }) => kind)).toEqual(['delivered', 'answer']);
  });

  it('ignores messages about a withdrawn invitation', () => {
    const { stream, link, invitations, sentListener, told, counters } = open();
    const id = createGuid();
    invitations.invite(id, invitation, sentListener);
    invitations.withdraw(id, 'withdrawn');
    stream.receive({ kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    expect(told).toEqual([]);
    expect(counters.strayFrames).toBe(2);
    expect(link.isEnded).toBe(false);
  });

  describe('ends when a message comes out of order:', () => {
    const id = createGuid();
    const invite: Message = { kind: 'invite', id, invitation };
    const sending = (scene: Scene): void =>
      scene.invitations.invite(id, invitation, scene.sentListener);
    const nothing = (): void => undefined;
    it.each<[string, (scene: Scene) => void, Message[]]>([
      ['a second hello', nothing, [hello]],
      ['the same invitation twice', nothing, [invite, invite]],
      ['a confirmation of an unanswered invitation', nothing, [invite, { kind: 'confirm', id }]],
      ['an answer before delivery', sending, [{ kind: 'answer', id, isAccepted: true }]],
      [
        'delivery twice',
        sending,
        [
          { kind: 'delivered', id },
          { kind: 'delivered', id },
        ],
      ],
      [
        'an answer twice',
        sending,
        [
          { kind: 'delivered', id },
          { kind: 'answer', id, isAccepted: true },
          { kind: 'answer', id, isAccepted: false },
        ],
      ],
    ])('%s', (_, prepare, messages) => {
      const scene = open();
      prepare(scene);
      scene.stream.receive(...messages);
      expect(scene.link.isEnded).toBe(true);
      expect(scene.stream.isClosed).toBe(true);
      expect(scene.counters.unexpectedFrames).toBe(1);
    });

    it('anything before hello', () => {
      const { stream, link, counters } = open({ isGreeted: false });
      stream.receive({ kind: 'ping' });
      expect(link.isEnded).toBe(true);
      expect(counters.unexpectedFrames).toBe(1);
    });
  });

  it('ends when the peer speaks another version', () => {
    const { stream, link, counters } = open({ isGreeted: false });
    stream.receive({ kind: 'hello', version: 2 });
    expect(link.isEnded).toBe(true);
    expect(counters.unsupportedVersions).toBe(1);
  });

  it('counts a frame that the end of the stream cuts off', () => {
    const { stream, counters, told } = open();
    stream.receiveBytes(Uint8Array.of(9, 1));
    stream.end();
    expect(counters.truncatedFrames).toBe(1);
    expect(told).toEqual(['ended']);
  });

  it('goes on after a frame of an unknown kind', () => {
    const { stream, link, counters } = open();
    stream.receiveBytes(Uint8Array.of(3, 0xc0, 0x3e, 0x2a));
    expect(counters.unknownFrames).toBe(1);
    expect(link.isEnded).toBe(false);
  });

  it('ends when the peer causes answers and does not read them', async () => {
    const { stream, link, counters } = open();
    stream.isFull = true;
    await written();
    const pings = framed(...Array.from({ length: 1_000 }, (): Message => ({ kind: 'ping' })));
    for (let i = 0; i < 20 && !link.isEnded; i++) stream.receiveBytes(pings);
    expect(link.isEnded).toBe(true);
    expect(counters.overflows).toBe(1);
  });

  it('asks a silent peer for a sign of life while it waits, and then ends the connection', async () => {
    const { stream, invitations, sentListener, told, until, counters } = open();
    invitations.invite(createGuid(), invitation, sentListener);
    until(2_499);
    await written();
    expect(stream.sent.filter(({ kind }) => kind === 'ping')).toHaveLength(3);
    expect(told).toEqual([]);
    until(2_500);
    expect(told).toEqual(['ended', 'lost unseen']);
    expect(stream.isConnectionAborted).toBe(true);
    expect(counters.deadPeers).toBe(1);
  });

  it('keeps a peer that answers', () => {
    const { stream, link, invitations, sentListener, until } = open();
    invitations.invite(createGuid(), invitation, sentListener);
    for (let timeMs = 2_400; timeMs < 30_000; timeMs += 2_400) {
      until(timeMs);
      stream.receive({ kind: 'pong' });
    }
    expect(link.isEnded).toBe(false);
  });

  it.each<[string, Message, number]>([
    ['twice a second that it lives, while something is open', useless, 10],
    ['nothing when the peer sends signs of life only', { kind: 'pong' }, 0],
  ])('tells a peer that sends for 5 s and hears nothing %s', async (_what, message, signs) => {
    const { stream, until } = open({ isOpener: false });
    stream.receive({ kind: 'invite', id: createGuid(), invitation });
    for (let timeMs = 100; timeMs <= 5_000; timeMs += 100) {
      until(timeMs);
      stream.receive(message);
    }
    await written();
    expect(stream.sent.filter(({ kind }) => kind === 'pong')).toHaveLength(signs);
  });

  it('waits for a peer as long as an invitation of either side is open, and no longer', async () => {
    const ours = open({ isOpener: false });
    const id = createGuid();
    ours.invitations.invite(id, invitation, ours.sentListener);
    ours.invitations.withdraw(id, 'withdrawn');
    const theirs = open({ isOpener: false });
    theirs.stream.receive(
      { kind: 'invite', id, invitation },
      { kind: 'withdraw', id, reason: 'withdrawn' },
    );
    const failed = open({ isOpener: false });
    failed.stream.receive({ kind: 'invite', id, invitation });
    failed.invitations.fail(id, 'expired');
    for (const { until, stream, link } of [ours, theirs, failed]) {
      until(60_000);
      await written();
      expect(link.isEnded).toBe(false);
      expect(stream.sent.map(({ kind }) => kind)).not.toContain('ping');
    }
  });

  it('says goodbye as the opener when nothing is open, and asks nobody', async () => {
    const { stream, until } = open();
    until(1_500);
    await written();
    expect(stream.sent.map(({ kind }) => kind)).toEqual(['hello', 'goodbye']);
    expect(stream.isClosed).toBe(true);
  });

  it('ends a stream when its first frame, or a later one, is not completed', () => {
    const silent = open({ isOpener: false, isGreeted: false });
    silent.until(2_000);
    expect(silent.link.isEnded).toBe(true);
    expect(silent.counters.slowStreams).toBe(1);

    const slow = open({ isOpener: false });
    slow.stream.receiveBytes(Uint8Array.of(9));
    slow.until(1_999);
    expect(slow.link.isEnded).toBe(false);
    slow.stream.receiveBytes(Uint8Array.of(9));
    slow.until(2_000);
    expect(slow.link.isEnded).toBe(true);
  });

  it('gives each frame a time of its own, however many follow each other', () => {
    const { stream, link, until } = open({ isOpener: false });
    const ping = framed({ kind: 'ping' });
    stream.receiveBytes(ping.subarray(0, 1));
    for (let timeMs = 1_500; timeMs < 10_000; timeMs += 1_500) {
      until(timeMs);
      // The rest of one frame, and the beginning of the next.
      stream.receiveBytes(Uint8Array.of(...ping.subarray(1), ...ping.subarray(0, 1)));
    }
    expect(link.isEnded).toBe(false);
  });

  it('tells whether the peer may have seen a lost invitation', () => {
    const seen = open();
    const unseen = createGuid();
    const delivered = createGuid();
    seen.invitations.invite(unseen, invitation, seen.sentListener);
    seen.invitations.invite(delivered, invitation, seen.sentListener);
    seen.stream.receive({ kind: 'delivered', id: delivered }, { kind: 'goodbye', reason: 'idle' });
    expect(seen.told).toEqual(['delivered', 'ended', 'lost unseen', 'lost']);

    const closing = open();
    closing.invitations.invite(unseen, invitation, closing.sentListener);
    closing.stream.receive({ kind: 'goodbye', reason: 'closing' });
    expect(closing.told).toEqual(['ended', 'lost']);

    const kept = open();
    kept.invitations.invite(unseen, invitation, kept.sentListener);
    kept.stream.end();
    expect(kept.told).toEqual(['ended', 'lost unseen']);

    const heard = open();
    heard.invitations.invite(unseen, invitation, heard.sentListener);
    heard.stream.receive({ kind: 'pong' });
    heard.stream.end();
    expect(heard.told).toEqual(['ended', 'lost']);

    const fresh = open({ isGreeted: false });
    fresh.invitations.invite(unseen, invitation, fresh.sentListener);
    fresh.stream.end();
    expect(fresh.told).toEqual(['ended', 'lost']);
  });

  it('brings each message to the exchange of its kind, and tells each exchange the end', () => {
    const stream = new MemoryStream();
    const told: string[] = [];
    const exchange = (name: string, ...kinds: Exchange['kinds']): Exchange => ({
      kinds,
      receive: ({ kind }) => void told.push(`${name}: ${kind}`),
      onLinkEnded: ({ isPeerIdle }) => void told.push(`${name} ended ${isPeerIdle}`),
    });
    new PeerLink({
      stream,
      isOpener: false,
      name: undefined,
      timing,
      scheduler: new VirtualTimeScheduler(),
      counters: createEngineCounters(),
      mayBeUseless: () => true,
      exchanges: () => ({
        first: exchange('first', 'delivered'),
        second: exchange('second', 'confirm', 'invite'),
      }),
      onEnded: () => void told.push('link ended'),
    });
    const id = createGuid();
    stream.receive(
      hello,
      { kind: 'confirm', id },
      { kind: 'delivered', id },
      { kind: 'goodbye', reason: 'idle' },
      { kind: 'confirm', id },
    );
    expect(told).toEqual([
      'second: confirm',
      'first: delivered',
      'link ended',
      'first ended true',
      'second ended true',
    ]);
  });

  it('withdraws the received invitations when it ends', () => {
    const { stream, told } = open();
    stream.receive({ kind: 'invite', id: createGuid(), invitation });
    stream.end();
    expect(told).toEqual(['arrived', 'ended', 'withdrawn: withdrawn']);
  });

  it('survives any messages in any order and any chunks, ending at most once', () => {
    const known: Guid[] = Array.from({ length: 3 }, () => createGuid());
    const step = fc.oneof(
      anyMessage,
      fc
        .tuple(anyMessage, fc.constantFrom(...known))
        .map(([message, id]) => ('id' in message ? { ...message, id } : message)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.nat({ max: 40 }), (messages, size) => {
        const { stream, invitations, sentListener, told } = open();
        for (const id of known) invitations.invite(id, invitation, sentListener);
        const bytes = framed(...messages);
        for (let at = 0; at < bytes.length; at += size + 1) {
          stream.receiveBytes(bytes.subarray(at, at + size + 1));
        }
        stream.end();
        expect(told.filter((event) => event === 'ended')).toHaveLength(1);
      }),
      runs(2_000),
    );
  });
});
