import { createGuid, LIMITS } from '@beckon/core';
import { EventFeed, type EventQueue } from '@beckon/core/adapter';
import { VirtualTimeScheduler } from 'rxjs';
import { MemoryStream } from '../../test/memory-stream.ts';
import { openEngine } from '../../test/open-engine.ts';
import { runUntil } from '../../test/run-until.ts';
import { ContactBook } from '../contacts/contact-book.ts';
import { createEngineCounters } from '../counters.ts';
import type { Engine } from '../engine.ts';
import { MemoryDocumentStore } from '../store/document-store.ts';
import type { TransportEngine } from '../transport.ts';
import type { DirectoryMessage } from '../wire/directory-message.ts';
import type { Message } from '../wire/message.ts';

const hello: Message = { kind: 'hello', version: 1 };
const BOB = { address: 'bob' };

/** Resolves when promises have settled and queued messages have been written. */
const turn = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Ada's engine. Bob is her contact, and takes each stream that she opens. */
async function start() {
  const scheduler = new VirtualTimeScheduler();
  const counters = createEngineCounters();
  const contacts = new ContactBook(new MemoryDocumentStore());
  await contacts.add('test', 'card', { peerName: 'bob', addresses: [] });
  const events = new EventFeed();
  const opened: MemoryStream[] = [];
  const dialledAt: number[] = [];
  const network = { isThere: true };
  let transport: TransportEngine | undefined;
  const engine = await openEngine({
    scheduler,
    counters,
    contacts,
    events,
    openTransport: async (opening) => {
      transport = opening;
      return {
        peerName: 'ada',
        addresses: () => ['ada'],
        card: async () => "Ada's card",
        readCard: async () => ({ peerName: 'bob', addresses: [] }),
        target: (_operation, { address }) => ({ address, peerName: address }),
        dial: async () => {
          dialledAt.push(scheduler.now());
          if (!network.isThere) throw new Error('Nobody is there.');
          return {
            peerName: 'bob',
            open: async () => {
              const stream = new MemoryStream('bob');
              opened.push(stream);
              return stream;
            },
          };
        },
        close: async () => undefined,
      };
    },
  });
  return {
    engine,
    scheduler,
    counters,
    contacts,
    opened,
    dialledAt,
    network,
    queue: events.open(
      [{ type: 'requestStatusChanged' }, { type: 'endpointPresenceChanged' }],
      () => undefined,
    ),
    /** Bob opens a stream. */
    connect(): MemoryStream {
      const stream = new MemoryStream('bob');
      transport?.onStream(stream);
      stream.receive(hello);
      return stream;
    },
  };
}

/** The messages since the last call, without the greeting and signs of life. */
function taken({ sent }: MemoryStream): DirectoryMessage[] {
  return sent
    .splice(0)
    .filter(({ kind }) => !['hello', 'ping', 'pong'].includes(kind)) as DirectoryMessage[];
}

function allOf(queue: EventQueue): readonly unknown[] {
  const events: unknown[] = [];
  for (let event; (event = queue.take('take')) !== undefined;) {
    events.push('error' in event ? event.error : 'presence' in event ? event.presence : event.type);
  }
  return events;
}

function objectWith(data: number, id = createGuid()) {
  return { id, data: Uint8Array.of(data), publicationScope: 'all' as const };
}

describe('a peer that watches this side', () => {
  it('is told the whole state, and then each change', async () => {
    const { engine, connect } = await start();
    const { directory } = engine;
    await directory.visibility.signIn('test', 'internet');
    const object = objectWith(1);
    directory.objects.publish('test', object);
    const stream = connect();
    stream.receive({ kind: 'watch', watch: 3 });
    await turn();
    expect(taken(stream)).toEqual([
      { kind: 'state', watch: 3 },
      { kind: 'presence', presence: { status: 'online' } },
      { kind: 'endpoint', card: "Ada's card" },
      { kind: 'object', object },
      { kind: 'stateEnd' },
    ]);
    expect(stream.isInUse).toBe(true);
    directory.presence.set({ status: 'busy', text: 'In a meeting' });
    directory.objects.clear();
    directory.objects.publish('test', { ...object, publicationScope: 'none' });
    await turn();
    expect(taken(stream)).toEqual([
      { kind: 'presence', presence: { status: 'busy', text: 'In a meeting' } },
      { kind: 'objectRemoved', id: object.id },
    ]);
    stream.receive({ kind: 'unwatch' });
    directory.presence.set({ status: 'away' });
    await turn();
    expect(taken(stream)).toEqual([]);
    expect(stream.isInUse).toBe(false);
    await engine.close();
  });

  it('is told the latest state once, when it reads again after a pause', async () => {
    const { engine, connect } = await start();
    await engine.directory.visibility.signIn('test', 'internet');
    const stream = connect();
    stream.receive({ kind: 'watch', watch: 1 });
    await turn();
    taken(stream);
    stream.isFull = true;
    engine.directory.presence.set({ status: 'busy' });
    await turn();
    expect(taken(stream)).toHaveLength(1);
    for (let i = 0; i < 1_000; i++) {
      engine.directory.presence.set({ status: 'away', text: `${i}` });
    }
    await turn();
    expect(taken(stream)).toEqual([]);
    stream.drain();
    await turn();
    expect(taken(stream)).toEqual([
      { kind: 'presence', presence: { status: 'away', text: '999' } },
    ]);
    await engine.close();
  });

  it('is told no more changes than it takes, and the last one in the end', async () => {
    const { engine, connect, scheduler } = await start();
    await engine.directory.visibility.signIn('test', 'internet');
    const stream = connect();
    stream.receive({ kind: 'watch', watch: 1 });
    for (let i = 0; i < 1_000; i++) {
      engine.directory.presence.set({ status: 'away', text: `${i}` });
    }
    await turn();
    const sent = taken(stream).filter(({ kind }) => kind === 'presence');
    expect(sent.length).toBeLessThan(310);
    runUntil(scheduler, 200);
    await turn();
    expect(taken(stream)).toEqual([
      { kind: 'presence', presence: { status: 'away', text: '999' } },
    ]);
    await engine.close();
  });

  it('is told of the end of its watch when it may not watch, and sees this side when it may', async () => {
    const { engine, connect, contacts } = await start();
    const stream = connect();
    stream.receive({ kind: 'watch', watch: 1 });
    await turn();
    expect(taken(stream)).toEqual([{ kind: 'watchEnd', watch: 1 }]);
    await engine.directory.visibility.signIn('test', 'internet');
    await turn();
    expect(taken(stream)[0]).toEqual({ kind: 'state', watch: 1 });
    await contacts.update('test', { peerName: 'bob', canWatchMe: false });
    await turn();
    expect(taken(stream)).toEqual([{ kind: 'watchEnd', watch: 1 }]);
    await engine.close();
  });

  it('may begin 100 watches at once, and loses its connection when it goes on', async () => {
    const { engine, connect, counters } = await start();
    await engine.directory.visibility.signIn('test', 'internet');
    const stream = connect();
    for (let watch = 1; watch <= 101; watch++) stream.receive({ kind: 'watch', watch });
    await turn();
    const sent = taken(stream);
    expect(sent.filter(({ kind }) => kind === 'state')).toHaveLength(100);
    expect(sent.at(-1)).toEqual({ kind: 'watchEnd', watch: 101 });
    expect(counters.refusedByRate).toBe(1);
    for (let watch = 102; watch <= 5_000; watch++) stream.receive({ kind: 'watch', watch });
    expect(counters.floods).toBe(1);
    expect(stream.isConnectionAborted).toBe(true);
    await engine.close();
  });
});

describe('a peer that this side watches', () => {
  async function watching() {
    const side = await start();
    side.engine.watchedAt('test', BOB).subscribe();
    await turn();
    const [stream] = side.opened;
    if (stream === undefined) throw new Error('No stream was opened.');
    stream.receive(hello);
    expect(taken(stream)).toEqual([{ kind: 'watch', watch: 1 }]);
    return { ...side, stream };
  }

  const show = (stream: MemoryStream, watch: number): void =>
    stream.receive(
      { kind: 'state', watch },
      { kind: 'presence', presence: { status: 'busy' } },
      { kind: 'stateEnd' },
    );

  const seenBy = ({ directory }: Engine) => directory.watched.find('bob')?.state;

  it('is seen when its state is whole, and the link is held', async () => {
    const { engine, stream, queue } = await watching();
    expect(stream.isInUse).toBe(true);
    stream.receive({ kind: 'state', watch: 1 }, { kind: 'object', object: objectWith(1) });
    expect(seenBy(engine)).toBeUndefined();
    stream.receive({ kind: 'stateEnd' });
    expect(seenBy(engine)?.objects.size).toBe(1);
    expect(allOf(queue)).toEqual(['requestStatusChanged']);
    engine.watchedAt('test', BOB).unsubscribe();
    await turn();
    expect(taken(stream)).toEqual([{ kind: 'unwatch' }]);
    expect(stream.isInUse).toBe(false);
    expect(seenBy(engine)).toBeUndefined();
    await engine.close();
  });

  it('counts as absent when it does not answer the watch', async () => {
    const { engine, scheduler, stream, queue } = await watching();
    for (let seconds = 1; seconds <= 5; seconds++) {
      runUntil(scheduler, seconds * 1_000);
      stream.receive({ kind: 'pong' });
    }
    expect(allOf(queue)).toEqual(['UNREACHABLE']);
    expect(stream.isInUse).toBe(false);
    await engine.close();
  });

  it('is not mixed up with its state of an earlier watch', async () => {
    const { engine, stream, counters } = await watching();
    show(stream, 1);
    engine.watchedAt('test', BOB).unsubscribe();
    engine.watchedAt('test', BOB).subscribe();
    const old = objectWith(1);
    stream.receive({ kind: 'object', object: old }, { kind: 'watchEnd', watch: 1 });
    show(stream, 2);
    expect(seenBy(engine)?.objects.size).toBe(0);
    expect(seenBy(engine)?.presence).toEqual({ status: 'busy' });
    expect(counters.strayFrames).toBe(2);
    await engine.close();
  });

  it('is offline when it signs out, and is there again when it signs in, on the same link', async () => {
    const { engine, stream, queue } = await watching();
    show(stream, 1);
    stream.receive({ kind: 'watchEnd', watch: 1 });
    expect(seenBy(engine)?.presence).toEqual({ status: 'offline' });
    expect(stream.isInUse).toBe(false);
    show(stream, 1);
    expect(seenBy(engine)?.presence).toEqual({ status: 'busy' });
    expect(stream.isInUse).toBe(true);
    expect(allOf(queue)).toEqual([
      'requestStatusChanged',
      { status: 'offline' },
      'UNREACHABLE',
      'requestStatusChanged',
    ]);
    await engine.close();
  });

  /** The length of a step. A dial ends at the end of its step. */
  const STEP_MS = 250;

  it('is tried again after it was lost, sooner at first', async () => {
    const { engine, stream, scheduler, dialledAt, network, queue, opened } = await watching();
    show(stream, 1);
    network.isThere = false;
    stream.end();
    for (let at = 0; at <= 200_000; at += STEP_MS) {
      runUntil(scheduler, at);
      await turn();
    }
    const waits = dialledAt.slice(1).map((at, index) => at - (dialledAt[index] ?? 0));
    waits.forEach((wait, index) => {
      const longest = Math.min(60_000, 1_000 * 2 ** index);
      expect(wait).toBeGreaterThanOrEqual(longest / 2);
      expect(wait).toBeLessThanOrEqual(longest + STEP_MS);
    });
    expect(waits.length).toBeGreaterThanOrEqual(7);
    network.isThere = true;
    for (let at = 200_000; opened.length === 1; at += STEP_MS) {
      runUntil(scheduler, at);
      await turn();
    }
    const again = opened.at(-1);
    again?.receive(hello);
    if (again !== undefined) show(again, 1);
    expect(allOf(queue)).toEqual([
      'requestStatusChanged',
      { status: 'offline' },
      'UNREACHABLE',
      'requestStatusChanged',
    ]);
    await engine.close();
  });

  it('is ended when it shows more objects than an endpoint can have', async () => {
    const { engine, stream, counters } = await watching();
    stream.receive({ kind: 'state', watch: 1 });
    for (let i = 0; i <= LIMITS.publishedObjects; i++) {
      stream.receive({ kind: 'object', object: objectWith(1) });
    }
    expect(counters.unexpectedFrames).toBe(1);
    expect(stream.isClosed).toBe(true);
    await engine.close();
  });

  it('is ended when it sends more changes than a watcher follows', async () => {
    const { engine, stream, counters, queue } = await watching();
    show(stream, 1);
    for (let i = 0; i < 4_000; i++) {
      stream.receive({ kind: 'presence', presence: { status: 'busy', text: `${i}` } });
    }
    expect(counters.floods).toBe(1);
    expect(stream.isConnectionAborted).toBe(true);
    expect(allOf(queue).length).toBeLessThan(3_500);
    await engine.close();
  });

  it('leaves nothing behind after refreshes', async () => {
    const { engine, opened, queue, scheduler } = await start();
    const bob = engine.watchedAt('test', BOB);
    bob.refresh();
    bob.refresh();
    await turn();
    const [stream] = opened;
    stream?.receive(hello);
    show(stream ?? new MemoryStream(), 1);
    await turn();
    expect(allOf(queue)).toEqual(['requestStatusChanged', 'requestStatusChanged']);
    expect(taken(stream ?? new MemoryStream()).at(-1)).toEqual({ kind: 'unwatch' });
    expect(stream?.isInUse).toBe(false);
    expect(seenBy(engine)?.presence).toEqual({ status: 'busy' });
    engine.directory.watched.dropSnapshot('bob');
    expect(engine.directory.watched.concern('bob')).toBe(false);
    expect(seenBy(engine)).toBeUndefined();
    await engine.close();
    runUntil(scheduler, 100_000);
    expect(opened).toHaveLength(1);
  });
});
