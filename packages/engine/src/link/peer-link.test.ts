import { createGuid, type Guid, parseGuid } from '@beckon/core';
import fc from 'fast-check';
import { anyMessage, runs } from '../../test/arbitraries.ts';
import { framed, MemoryChannel } from '../../test/memory-channel.ts';
import { createCounters, type Libp2pCounters } from '../counters.ts';
import type { Message } from './message.ts';
import { PeerSession, type SessionTiming } from './peer-session.ts';

const timing: SessionTiming = {
  tickMs: 500,
  ticksUntilPing: 2,
  ticksUntilDead: 5,
  ticksPerFrame: 4,
  ticksUntilIdle: 3,
};
const invitation = {
  applicationId: parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11'),
  expiresInMs: 1_000,
};
const hello: Message = { kind: 'hello', version: 1 };

interface Scene {
  readonly channel: MemoryChannel;
  readonly session: PeerSession;
  readonly counters: Libp2pCounters;
  /** What the session has told. */
  readonly told: string[];
  readonly sentListener: Parameters<PeerSession['invite']>[2];
  tick(count: number): void;
}

function open({ isOpener = true, isGreeted = true } = {}): Scene {
  const channel = new MemoryChannel();
  const counters = createCounters();
  const told: string[] = [];
  const session = new PeerSession({
    channel,
    peerName: 'bob',
    address: '/memory/bob',
    isOpener,
    name: 'Alice',
    timing,
    counters,
    owner: {
      onInvite: () => ({
        onTaken: () => void told.push('taken'),
        onConfirmed: () => void told.push('confirmed'),
        onWithdrawn: (reason) => void told.push(`withdrawn: ${reason}`),
      }),
      onEnded: () => void told.push('ended'),
    },
  });
  if (isGreeted) channel.receive(hello);
  return {
    channel,
    session,
    counters,
    told,
    sentListener: {
      onDelivered: () => void told.push('delivered'),
      onAnswer: ({ isAccepted }) => void told.push(isAccepted ? 'accepted' : 'declined'),
      onFailure: (reason) => void told.push(`failed: ${reason}`),
      onLost: (isUnseen) => void told.push(isUnseen ? 'lost unseen' : 'lost'),
    },
    tick(count) {
      for (let i = 0; i < count; i++) session.tick();
    },
  };
}

/** Lets what was queued in this turn be written. */
const written = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a session', () => {
  it('greets, and writes all messages of one turn at once', async () => {
    const { channel, session, sentListener } = open();
    for (let i = 0; i < 20; i++) session.invite(createGuid(), invitation, sentListener);
    await written();
    expect(channel.sent).toHaveLength(21);
    expect(channel.sent[0]).toEqual({ kind: 'hello', version: 1, name: 'Alice' });
    expect(channel.writes).toBe(1);
  });

  it('writes nothing while the channel is full, and goes on when it is not', async () => {
    const { channel, session, sentListener } = open();
    channel.isFull = true;
    await written();
    for (let i = 0; i < 200; i++) session.invite(createGuid(), invitation, sentListener);
    await written();
    expect(channel.sent).toHaveLength(1);
    channel.drain();
    expect(channel.sent).toHaveLength(201);
  });

  it('tells delivery, then the answer', () => {
    const { channel, session, sentListener, told } = open();
    const id = createGuid();
    session.invite(id, invitation, sentListener);
    channel.receive({ kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    expect(told).toEqual(['delivered', 'accepted']);
  });

  it('reports a received invitation as delivered once, when it has been shown', async () => {
    const { channel, session, told } = open();
    const id = createGuid();
    channel.receive({ kind: 'invite', id, invitation });
    expect(told).toEqual(['taken']);
    await written();
    expect(channel.sent).toHaveLength(1);
    session.deliver(id);
    session.deliver(id);
    session.answer(id, true);
    await written();
    expect(channel.sent.slice(1).map(({ kind }) => kind)).toEqual(['delivered', 'answer']);
  });

  it('reports an invitation as delivered before an answer that nobody was asked for', async () => {
    const { channel, session } = open();
    const id = createGuid();
    channel.receive({ kind: 'invite', id, invitation });
    session.answer(id, true);
    await written();
    expect(channel.sent.slice(1).map(({ kind }) => kind)).toEqual(['delivered', 'answer']);
  });

  it('ignores what comes about an invitation that was taken back', () => {
    const { channel, session, sentListener, told, counters } = open();
    const id = createGuid();
    session.invite(id, invitation, sentListener);
    session.withdraw(id, 'withdrawn');
    channel.receive({ kind: 'delivered', id }, { kind: 'answer', id, isAccepted: true });
    expect(told).toEqual([]);
    expect(counters.strayFrames).toBe(2);
    expect(session.isEnded).toBe(false);
  });

  describe('ends when a message comes out of order:', () => {
    const id = createGuid();
    const invite: Message = { kind: 'invite', id, invitation };
    const sending = (scene: Scene): void =>
      scene.session.invite(id, invitation, scene.sentListener);
    const nothing = (): void => undefined;
    it.each<[string, (scene: Scene) => void, Message[]]>([
      ['a second hello', nothing, [hello]],
      ['the same invitation twice', nothing, [invite, invite]],
      ['a confirmation of what was not answered', nothing, [invite, { kind: 'confirm', id }]],
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
      scene.channel.receive(...messages);
      expect(scene.session.isEnded).toBe(true);
      expect(scene.channel.isClosed).toBe(true);
      expect(scene.counters.unexpectedFrames).toBe(1);
    });

    it('anything before hello', () => {
      const { channel, session, counters } = open({ isGreeted: false });
      channel.receive({ kind: 'ping' });
      expect(session.isEnded).toBe(true);
      expect(counters.unexpectedFrames).toBe(1);
    });
  });

  it('ends when the peer speaks another version', () => {
    const { channel, session, counters } = open({ isGreeted: false });
    channel.receive({ kind: 'hello', version: 2 });
    expect(session.isEnded).toBe(true);
    expect(counters.unsupportedVersions).toBe(1);
  });

  it('counts a frame that the end of the stream cuts off', () => {
    const { channel, counters, told } = open();
    channel.receiveBytes(Uint8Array.of(9, 1));
    channel.end();
    expect(counters.truncatedFrames).toBe(1);
    expect(told).toEqual(['ended']);
  });

  it('goes on after a frame of an unknown kind', () => {
    const { channel, session, counters } = open();
    channel.receiveBytes(Uint8Array.of(3, 0xc0, 0x3e, 0x2a));
    expect(counters.unknownFrames).toBe(1);
    expect(session.isEnded).toBe(false);
  });

  it('ends when the peer makes it answer and does not read', async () => {
    const { channel, session, counters } = open();
    channel.isFull = true;
    await written();
    const pings = framed(...Array.from({ length: 1_000 }, (): Message => ({ kind: 'ping' })));
    for (let i = 0; i < 20 && !session.isEnded; i++) channel.receiveBytes(pings);
    expect(session.isEnded).toBe(true);
    expect(counters.overflows).toBe(1);
  });

  describe('keeps the time:', () => {
    it('asks a silent peer that is waited for, and gives it up', async () => {
      const { channel, session, sentListener, told, tick, counters } = open();
      session.invite(createGuid(), invitation, sentListener);
      tick(4);
      await written();
      expect(channel.sent.filter(({ kind }) => kind === 'ping')).toHaveLength(3);
      tick(1);
      expect(told).toEqual(['ended', 'lost']);
      expect(channel.isConnectionAborted).toBe(true);
      expect(counters.deadPeers).toBe(1);
    });

    it('keeps a peer that answers', () => {
      const { channel, session, sentListener, tick } = open();
      session.invite(createGuid(), invitation, sentListener);
      for (let i = 0; i < 10; i++) {
        tick(4);
        channel.receive({ kind: 'pong' });
      }
      expect(session.isEnded).toBe(false);
    });

    it('asks nobody while nothing is pending, and says goodbye as the opener', async () => {
      const { channel, tick } = open();
      tick(3);
      await written();
      expect(channel.sent.map(({ kind }) => kind)).toEqual(['hello', 'goodbye']);
      expect(channel.isClosed).toBe(true);
    });

    it('leaves it to the opener to end an idle stream', () => {
      const { session, tick } = open({ isOpener: false });
      tick(100);
      expect(session.isEnded).toBe(false);
    });

    it('ends a stream whose first frame, or a later one, does not come to its end', () => {
      const silent = open({ isOpener: false, isGreeted: false });
      silent.tick(5);
      expect(silent.session.isEnded).toBe(true);
      expect(silent.counters.slowStreams).toBe(1);

      const slow = open({ isOpener: false });
      slow.channel.receiveBytes(Uint8Array.of(9));
      slow.tick(4);
      expect(slow.session.isEnded).toBe(false);
      slow.channel.receiveBytes(Uint8Array.of(9));
      slow.tick(1);
      expect(slow.session.isEnded).toBe(true);
    });
  });

  it('tells whether the peer may have seen what was lost', () => {
    const seen = open();
    const unseen = createGuid();
    const delivered = createGuid();
    seen.session.invite(unseen, invitation, seen.sentListener);
    seen.session.invite(delivered, invitation, seen.sentListener);
    seen.channel.receive({ kind: 'delivered', id: delivered }, { kind: 'goodbye', reason: 'idle' });
    expect(seen.told).toEqual(['delivered', 'ended', 'lost unseen', 'lost']);

    const closing = open();
    closing.session.invite(unseen, invitation, closing.sentListener);
    closing.channel.receive({ kind: 'goodbye', reason: 'closing' });
    expect(closing.told).toEqual(['ended', 'lost']);
  });

  it('withdraws what it had received when it ends', () => {
    const { channel, told } = open();
    channel.receive({ kind: 'invite', id: createGuid(), invitation });
    channel.end();
    expect(told).toEqual(['taken', 'ended', 'withdrawn: withdrawn']);
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
        const { channel, session, sentListener, told } = open();
        for (const id of known) session.invite(id, invitation, sentListener);
        const bytes = framed(...messages);
        for (let at = 0; at < bytes.length; at += size + 1) {
          channel.receiveBytes(bytes.subarray(at, at + size + 1));
        }
        channel.end();
        expect(told.filter((event) => event === 'ended')).toHaveLength(1);
      }),
      runs(2_000),
    );
  });
});
