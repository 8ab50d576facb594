import { createGuid, type Guid, isCollaborationError } from '@beckon/core';
import { CHANNEL_LIMITS } from '@beckon/core/adapter';
import { of, Subject, throwError, VirtualTimeScheduler } from 'rxjs';
import { channelFrameBytes } from '../../test/channel-frames.ts';
import { ChannelEnd } from '../../test/channel-line.ts';
import { runUntil } from '../../test/run-until.ts';
import { createEngineCounters } from '../counters.ts';
import { Deadlines } from '../deadlines.ts';
import { createConnectionSigns } from '../link/connection-signs.ts';
import { type EngineLimits, resolveLimits } from '../options.ts';
import type { ChannelFrame } from '../wire/channel-frame.ts';
import { AcceptedInvitations, receivedId } from './accepted-invitations.ts';
import { type ChannelRoutes, Channels } from './channels.ts';
import { costOf } from './credit.ts';

const { openingMs, windowBytes, messageBytes } = CHANNEL_LIMITS;

/** The credit that a message of 64 KiB costs, and a number of messages that is four above the window. */
const COST = costOf(65_536);
const MORE = Math.floor(windowBytes / COST) + 4;

/** Resolves when joined frames have been written. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The channels of one side. The test plays the peers. */
function start(limits: EngineLimits = {}, routes: Partial<ChannelRoutes> = {}) {
  const scheduler = new VirtualTimeScheduler();
  const accepted = new AcceptedInvitations({
    document: undefined,
    now: () => 0,
    knows: () => false,
  });
  const counters = createEngineCounters();
  const answered = new Set<string>();
  const deadlines = new Deadlines(scheduler);
  let useless = 200;
  const channels = new Channels({
    accepted,
    received: {
      isAccepting: (id) => answered.has(id),
      isAcceptingFrom: (peerName) => [...answered].some((id) => id.endsWith(`@${peerName}`)),
    },
    routes: {
      openStream: () => throwError(() => new Error('Nobody is there.')),
      watchPeer: () => () => undefined,
      ...routes,
    },
    knows: () => false,
    mayBeUseless: () => useless-- > 0,
    signsBelow: createConnectionSigns,
    limits: resolveLimits('test', limits),
    deadlines,
    scheduler,
    counters,
  });
  const holder = (peerName: string) => ({ peerName, origin: peerName, isKnown: false });
  return {
    scheduler,
    counters,
    channels,
    answered,
    /** An invitation that this side has received and accepted. */
    received(peerName = 'bob'): { id: string; wireId: Guid } {
      const wireId = createGuid();
      const id = receivedId(wireId, peerName);
      accepted.add(id, { id, wireId, peerName, target: undefined }, holder(peerName));
      return { id, wireId };
    },
    /** An invitation that this side has sent, and the peer has accepted. */
    sent(peerName = 'bob'): string {
      const id = createGuid();
      const target = { address: peerName, peerName };
      accepted.add(id, { id, wireId: id, peerName, target }, holder(peerName));
      return id;
    },
    /** A peer opens a stream, and names an invitation. */
    opens(wireId?: Guid, peerName = 'bob', origin = peerName): ChannelEnd {
      const stream = new ChannelEnd(peerName, origin);
      channels.onStream(stream);
      if (wireId !== undefined) stream.receive(open(wireId));
      return stream;
    },
    openHere: (id: string) => channels.open('channels.open', id, () => undefined),
  };
}

function open(invitationId: Guid, version = 1): ChannelFrame {
  return { kind: 'open', version, invitationId };
}

function message(length: number): ChannelFrame {
  return { kind: 'message', data: new Uint8Array(length).fill(1) };
}

/** How many timers run a second later. The timer of the far deadlines has stopped by then. */
function timersLeft(scheduler: VirtualTimeScheduler): number {
  runUntil(scheduler, scheduler.frame + 1_001);
  return scheduler.actions.length;
}

async function codeOf(call: PromiseLike<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return isCollaborationError(error) ? error.code : String(error);
  }
}

/** An open channel of an invitation that this side has received. */
async function opened(side = start()) {
  const { id, wireId } = side.received();
  const channel = side.openHere(id);
  const stream = side.opens(wireId);
  await turn();
  expect(await channel.next()).toEqual({ type: 'opened' });
  expect(stream.kinds).toEqual(['opened']);
  return { ...side, id, wireId, channel, stream };
}

describe('a stream for a channel', () => {
  it('of a stranger is refused before anything of it is read', () => {
    const { opens, counters } = start();
    const stream = opens(undefined, 'eve');
    expect([stream.ending, counters.refusedChannels]).toEqual(['aborted', 1]);
  });

  it.each([
    ['an invitation that nobody knows', () => createGuid()],
    [
      'an invitation of somebody else',
      ({ received }: ReturnType<typeof start>) => received('carol').wireId,
    ],
  ])('of a peer that names %s is refused without a word', (_, idOf) => {
    const side = start();
    side.received();
    const stream = side.opens(idOf(side));
    expect([stream.ending, stream.kinds, side.counters.refusedChannels]).toEqual([
      'aborted',
      [],
      1,
    ]);
  });

  it('of the recipient of an invitation is refused: its sender opens it', () => {
    const side = start();
    side.received();
    expect(side.opens(side.sent() as Guid).ending).toBe('aborted');
  });

  it('is held while the confirmation of the answer is on its way', async () => {
    const side = start();
    const wireId = createGuid();
    side.answered.add(receivedId(wireId, 'bob'));
    const stream = side.opens(wireId);
    expect(stream.ending).toBe('none');
  });

  it('waits for this side, unread beyond its name, and is refused after the time for it', async () => {
    const side = start();
    const { wireId } = side.received();
    const stream = side.opens(wireId);
    expect(stream.isInUse).toBe(false);
    for (let ms = 1_000; ms < openingMs; ms += 1_000) {
      runUntil(side.scheduler, ms);
      stream.receive({ kind: 'ping' });
    }
    expect(stream.ending).toBe('none');
    runUntil(side.scheduler, openingMs + 1);
    await turn();
    expect([stream.sent.at(-1), stream.ending]).toEqual([
      { kind: 'refused', reason: 'unreachable' },
      'closed',
    ]);
    expect(timersLeft(side.scheduler)).toBe(0);
  });

  it('ends when it carries a message before this side is open', () => {
    const side = start();
    const stream = side.opens(side.received().wireId);
    stream.receive(message(10));
    expect([stream.ending, side.counters.unexpectedFrames]).toEqual(['aborted', 1]);
  });

  it('ends when it names no invitation in time', () => {
    const side = start();
    side.received();
    const stream = side.opens();
    // Bytes come, but the frame is not completed.
    for (let ms = 1_000; ms <= 5_000; ms += 1_000) {
      runUntil(side.scheduler, ms);
      stream.receiveBytes(Uint8Array.of(ms === 1_000 ? 0x18 : 0x0a));
    }
    runUntil(side.scheduler, 5_001);
    expect([stream.ending, side.counters.slowStreams]).toEqual(['aborted', 1]);
  });

  it('ends when it is of another version', () => {
    const side = start();
    const { wireId } = side.received();
    const stream = side.opens();
    stream.receive(open(wireId, 2));
    expect([stream.ending, side.counters.unsupportedVersions]).toEqual(['aborted', 1]);
  });

  it('replaces a waiting stream of the same invitation', () => {
    const side = start();
    const { wireId } = side.received();
    const [first, second] = [side.opens(wireId), side.opens(wireId)];
    expect([first.ending, second.ending]).toEqual(['aborted', 'none']);
  });

  it('finds room up to the limit of its peer, and then none', () => {
    const side = start({ channelsPerPeer: 3 });
    const streams = Array.from({ length: 50 }, () => side.opens(side.received().wireId));
    expect(streams.filter(({ ending }) => ending === 'none')).toHaveLength(3);
    expect(side.counters.refusedChannels).toBe(47);
  });

  it('leaves room for others when it is one of a crowd of one origin', () => {
    const side = start({ channels: 20 });
    for (let i = 0; i < 100; i++) {
      const peerName = `mallory${i}`;
      side.opens(side.received(peerName).wireId, peerName, 'one place');
    }
    const stream = side.opens(side.received('carol').wireId, 'carol');
    expect(stream.ending).toBe('none');
    expect(side.counters.refusedChannels).toBeGreaterThan(80);
  });
});

describe('an open channel', () => {
  it('ends with REMOTE_ERROR when the peer sends more than it may, after what it was granted', async () => {
    const { channel, stream, counters } = await opened();
    const count = Math.floor(windowBytes / COST);
    for (let i = 0; i < count; i++) stream.receive(message(65_536));
    expect(stream.ending).toBe('none');
    stream.receive(message(65_536));
    expect([stream.ending, counters.creditOverruns]).toEqual(['aborted', 1]);
    for (let i = 0; i < count; i++) {
      expect(await channel.next()).toMatchObject({ type: 'message' });
    }
    expect(await codeOf(channel.next())).toBe('REMOTE_ERROR');
  });

  it('counts an overhead for each message: tiny messages do not fill the memory', async () => {
    const { stream, counters } = await opened();
    let count = 0;
    for (; counters.creditOverruns === 0; count++) stream.receive(message(1));
    expect(count).toBeLessThan(20_000);
  });

  it('ends with REMOTE_ERROR when the peer gives back more than it was sent', async () => {
    const { channel, stream, counters } = await opened();
    stream.receive({ kind: 'credit', bytes: 1 });
    expect([stream.ending, counters.creditOverruns]).toEqual(['aborted', 1]);
    expect(await codeOf(channel.next())).toBe('REMOTE_ERROR');
    expect(await codeOf(channel.send(Uint8Array.of(1)))).toBe('REMOTE_ERROR');
  });

  it('ends with REMOTE_ERROR when the announced length of a message is too long, before the message has come', async () => {
    const { channel, stream, counters } = await opened();
    const length = messageBytes + 5;
    stream.receiveBytes(
      Uint8Array.of((length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14),
    );
    expect([stream.ending, counters.oversizedFrames]).toEqual(['aborted', 1]);
    expect(await codeOf(channel.next())).toBe('REMOTE_ERROR');
  });

  it('gives back the credit of taken messages in few frames, and before the peer waits for ever', async () => {
    const { channel, stream } = await opened();
    stream.sent.length = 0;
    let granted = windowBytes;
    for (let i = 0; i < 200; i++) {
      const length = 1 + ((i * 37_019) % 65_536);
      stream.receive(message(length));
      granted -= costOf(length);
      expect(await channel.next()).toMatchObject({ type: 'message' });
      await turn();
      await turn();
      for (const frame of stream.sent.splice(0)) {
        expect(frame.kind).toBe('credit');
        if (frame.kind === 'credit') granted += frame.bytes;
      }
      expect(granted).toBeGreaterThanOrEqual(costOf(messageBytes));
      expect(granted).toBeLessThanOrEqual(windowBytes);
    }
  });

  it('sends no more than the peer has room for, and settles send() with each credit', async () => {
    const { channel, stream } = await opened();
    const sends = Array.from({ length: MORE }, () => channel.send(new Uint8Array(65_536)));
    let settled = 0;
    for (const sending of sends) void sending.then(() => (settled += 1));
    await turn();
    const room = Math.floor(windowBytes / COST);
    expect([stream.kinds.filter((kind) => kind === 'message').length, settled]).toEqual([
      room,
      room,
    ]);
    stream.receive({ kind: 'credit', bytes: COST });
    await turn();
    expect(settled).toBe(room + 1);
  });

  it('writes nothing more to a full stream, and answers many pings once', async () => {
    const { channel, stream } = await opened();
    stream.isFull = true;
    const first = channel.send(new Uint8Array(65_536));
    const second = channel.send(new Uint8Array(65_536));
    for (let i = 0; i < 100; i++) stream.receive({ kind: 'ping' });
    await turn();
    expect(stream.kinds).toEqual(['opened', 'message']);
    stream.drain();
    await Promise.all([first, second]);
    await turn();
    expect([...stream.kinds].sort()).toEqual(['message', 'message', 'opened', 'pong']);
  });

  it('ends, and its connection too, when the peer sends pings without end', async () => {
    const { channel, stream, counters } = await opened();
    for (let i = 0; i < 300; i++) stream.receive({ kind: 'ping' });
    expect([stream.ending, counters.floods]).toEqual(['connectionAborted', 1]);
    expect(await codeOf(channel.next())).toBe('UNREACHABLE');
  });

  it('asks a silent peer for a sign of life, and ends with UNREACHABLE after 2.5 seconds', async () => {
    const { channel, stream, scheduler, counters } = await opened();
    runUntil(scheduler, 1_001);
    await turn();
    expect(stream.kinds).toEqual(['opened', 'ping']);
    stream.receive({ kind: 'pong' });
    runUntil(scheduler, 3_400);
    expect(stream.ending).toBe('none');
    runUntil(scheduler, 3_502);
    expect([stream.ending, counters.deadPeers]).toEqual(['connectionAborted', 1]);
    expect(await codeOf(channel.next())).toBe('UNREACHABLE');
  });

  it('tells a peer whose long message takes its time that it lives, twice a second', async () => {
    const { stream, scheduler } = await opened();
    const bytes = channelFrameBytes({ kind: 'message', data: new Uint8Array(50_000) });
    for (let part = 0; part < 50; part++) {
      runUntil(scheduler, part * 100);
      stream.receiveBytes(bytes.subarray(part * 1_000, (part + 1) * 1_000));
    }
    await turn();
    expect(stream.kinds).toEqual(['opened', ...Array.from({ length: 9 }, () => 'pong')]);
    expect(stream.ending).toBe('none');
  });

  it('gives the received messages after the peer has ended it, refuses to send, and leaves nothing behind', async () => {
    const { channel, stream, scheduler, openHere, id } = await opened();
    const sending = codeOf(
      Promise.all(Array.from({ length: MORE }, () => channel.send(new Uint8Array(65_536)))),
    );
    stream.receive(message(3), { kind: 'end' });
    expect(await sending).toBe('CLOSED');
    await turn();
    expect([stream.sent.at(-1), stream.ending]).toEqual([{ kind: 'end' }, 'closed']);
    expect(await channel.next()).toMatchObject({ type: 'message' });
    expect(await channel.next()).toEqual({ type: 'ended' });
    expect(await channel.next()).toBeUndefined();
    expect(await codeOf(channel.send(Uint8Array.of(1)))).toBe('CLOSED');
    expect(timersLeft(scheduler)).toBe(0);
    expect(() => openHere(id)).not.toThrow();
  });

  it('sends all messages and then the end when it is closed, and waits for the end of the peer', async () => {
    const { channel, stream, scheduler } = await opened();
    void channel.send(Uint8Array.of(1));
    let isClosed = false;
    const closing = channel.close().then(() => (isClosed = true));
    await turn();
    expect([stream.kinds, isClosed]).toEqual([['opened', 'message', 'end'], false]);
    stream.receive(message(5), { kind: 'end' });
    await closing;
    expect([stream.ending, timersLeft(scheduler)]).toEqual(['closed', 0]);
  });

  it('resolves close() after a second when the peer does not end, and is given up after half a minute', async () => {
    const { channel, stream, scheduler } = await opened();
    const sends = Array.from({ length: MORE }, () => codeOf(channel.send(new Uint8Array(65_536))));
    const closing = channel.close();
    runUntil(scheduler, 1_001);
    await closing;
    expect(stream.kinds).not.toContain('end');
    for (let ms = 2_000; ms <= 30_000; ms += 1_000) {
      stream.receive({ kind: 'ping' });
      runUntil(scheduler, ms);
    }
    expect(stream.ending).toBe('aborted');
    expect((await Promise.all(sends)).filter((code) => code === 'CLOSED')).toHaveLength(4);
  });
});

describe('opening', () => {
  it('fails with UNREACHABLE and the cause when the peer cannot be reached', async () => {
    const side = start();
    const channel = side.openHere(side.sent());
    await expect(channel.next()).rejects.toMatchObject({
      code: 'UNREACHABLE',
      cause: { message: 'Nobody is there.' },
    });
  });

  it.each([
    ['unreachable' as const, 'UNREACHABLE'],
    ['failed' as const, 'REMOTE_ERROR'],
  ])('fails when the peer refuses it as %s', async (reason, code) => {
    const stream = new ChannelEnd();
    const side = start({}, { openStream: () => of(stream) });
    const id = side.sent();
    const channel = side.openHere(id);
    await turn();
    expect(stream.sent).toEqual([open(id as Guid)]);
    stream.receive({ kind: 'refused', reason });
    expect(await codeOf(channel.next())).toBe(code);
  });

  it('fails with UNREACHABLE when the peer does not open its side in time', async () => {
    const stream = new ChannelEnd();
    const side = start({}, { openStream: () => of(stream) });
    const channel = side.openHere(side.sent());
    for (let ms = 1_000; ms < openingMs; ms += 1_000) {
      runUntil(side.scheduler, ms);
      stream.receive({ kind: 'pong' });
    }
    expect(await channel.next()).toBeUndefined();
    runUntil(side.scheduler, openingMs + 1);
    expect([await codeOf(channel.next()), stream.ending]).toEqual(['UNREACHABLE', 'aborted']);
    expect(timersLeft(side.scheduler)).toBe(0);
  });

  it('is given up when the app closes before there is a stream', async () => {
    const stream$ = new Subject<ChannelEnd>();
    const side = start({}, { openStream: () => stream$ });
    const channel = side.openHere(side.sent());
    await channel.close();
    expect([stream$.observed, timersLeft(side.scheduler)]).toEqual([false, 0]);
  });

  it('of the recipient fails with UNREACHABLE as soon as the sender is lost', async () => {
    const lost$ = new Subject<void>();
    const side = start(
      {},
      {
        watchPeer: (_, onLost) => {
          const subscription = lost$.subscribe(onLost);
          return () => subscription.unsubscribe();
        },
      },
    );
    const { id, wireId } = side.received();
    const channel = side.openHere(id);
    lost$.next();
    expect(await codeOf(channel.next())).toBe('UNREACHABLE');
    expect(lost$.observed).toBe(false);
    side.openHere(id);
    side.opens(wireId);
    expect(lost$.observed).toBe(false);
  });

  it('rejects with LIMIT_REACHED over the limits, with one peer and with all', () => {
    const side = start({ channelsPerPeer: 2, channels: 3 });
    const openWith = (peerName: string) => () => side.openHere(side.received(peerName).id);
    const isOver = expect.objectContaining({ code: 'LIMIT_REACHED' }) as Error;
    openWith('bob')();
    openWith('bob')();
    expect(openWith('bob')).toThrow(isOver);
    openWith('carol')();
    expect(openWith('dave')).toThrow(isOver);
  });
});

it('closing the adapter ends all channels, also those that nobody has opened here', async () => {
  const side = await opened();
  const early = side.opens(side.received().wireId);
  const closing = side.channels.close();
  await turn();
  expect([early.ending, side.stream.sent.at(-1)]).toEqual(['closed', { kind: 'end' }]);
  side.stream.receive({ kind: 'end' });
  await closing;
  expect(timersLeft(side.scheduler)).toBe(0);
  expect(await codeOf(side.channel.next())).toBe('NOT_INITIALIZED');
  expect(side.opens(side.wireId).ending).toBe('aborted');
});

it('a peer that is refused from now on loses its channels', async () => {
  const side = await opened();
  const early = side.opens(side.received().wireId);
  side.channels.endPeer('bob');
  expect([side.stream.ending, early.ending]).toEqual(['aborted', 'aborted']);
  expect(await codeOf(side.channel.next())).toBe('UNREACHABLE');
});
