import fc from 'fast-check';
import { asyncScheduler, VirtualTimeScheduler } from 'rxjs';
import { type Carried, MemoryBroker } from '../../test/memory-broker.ts';
import { openTransport, type TestTransport } from '../../test/two-transports.ts';

/** A fault of the broker at its n-th message. */
type Fault =
  | { readonly kind: 'drop' | 'repeat' | 'swap' | 'reflect'; readonly at: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number };

/** Messages after this one are not touched. */
const LAST_FAULT = 16;

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('drop' as const, 'repeat' as const, 'swap' as const, 'reflect' as const),
    at: fc.nat(LAST_FAULT),
  }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(LAST_FAULT), bit: fc.nat(2_000) }),
);

/** The number of messages that Alice sends. Bob answers each. */
const MESSAGES = 6;

describe('a broker that lies', () => {
  let broker: MemoryBroker;
  let alice: TestTransport;
  let bob: TestTransport;

  beforeEach(async () => {
    broker = new MemoryBroker();
    const { platform } = broker;
    alice = await openTransport({ platform });
    bob = await openTransport({ platform });
  });
  afterEach(() => Promise.all([alice.transport.close(), bob.transport.close()]));

  const nameOf = ({ transport }: TestTransport): string => transport.peerName;

  async function connected() {
    const heard = await alice.dial(nameOf(bob));
    heard.stream.send(Uint8Array.of(1));
    await broker.settled();
    return { atAlice: heard, atBob: bob.incoming[0]! };
  }

  it('cannot add, change or reorder anything: each side has the first messages that the other sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 3 }), async (faults) => {
        const own = new MemoryBroker();
        const ada = await openTransport({ platform: own.platform });
        const bea = await openTransport({ platform: own.platform });
        let delivered = 0;
        let held: Carried | undefined;
        own.tamper = (message) => {
          const at = delivered++;
          const found = faults.find((each) => each.at === at);
          const released = held === undefined ? [] : [held];
          held = undefined;
          switch (found?.kind) {
            case 'drop':
              return released;
            case 'repeat':
              return [message, message, ...released];
            case 'reflect':
              return [message, { ...message, to: message.from, from: message.to }, ...released];
            case 'swap':
              held = message;
              return released;
            case 'flip':
              return [flipped(message, found.bit), ...released];
            case undefined:
              return [message, ...released];
          }
        };
        const stop = new AbortController();
        const dialled = ada.dial(bea.transport.peerName, 'invitation', stop.signal);
        dialled.catch(() => undefined);
        await own.settled();
        if (held !== undefined) own.inject(held);
        await own.settled();
        stop.abort();
        const heard = await dialled.catch(() => undefined);
        const answered: number[] = [];
        for (let i = 1; i <= MESSAGES && heard !== undefined; i++) {
          heard.stream.send(Uint8Array.of(i));
          await own.settled();
          const atBea = bea.incoming[0];
          if (atBea !== undefined) answered.push(100 + i);
          atBea?.stream.send(Uint8Array.of(100 + i));
          await own.settled();
        }
        const sent = Array.from({ length: MESSAGES }, (_, i) => i + 1);
        expect(bea.incoming.length).toBeLessThanOrEqual(1);
        const got = bea.incoming[0]?.bytes ?? [];
        expect(got).toEqual(sent.slice(0, got.length));
        const gotBack = heard?.bytes ?? [];
        expect(gotBack).toEqual(answered.slice(0, gotBack.length));
        if (faults.every(({ at }) => at >= delivered)) expect(gotBack).toHaveLength(MESSAGES);
        // A side that lacks a message learns that the stream has ended, with the next message at the latest.
        if (heard !== undefined && got.length < MESSAGES) {
          // The broker may drop that message too, while it has faults left.
          for (let i = 0; i <= LAST_FAULT; i++) {
            heard.stream.send(Uint8Array.of(0));
            await own.settled();
            // In the engine the heartbeat sends messages at both sides. Here the test sends them.
            bea.incoming[0]?.stream.send(Uint8Array.of(0));
            await own.settled();
          }
          expect(bea.incoming[0]?.state.isEnded ?? heard.state.isEnded).toBe(true);
        }
        await Promise.all([ada.transport.close(), bea.transport.close()]);
      }),
      {
        numRuns: 300,
        // The last message of the ended side is lost too.
        examples: [
          [
            [
              { kind: 'flip', at: 13, bit: 720 },
              { kind: 'drop', at: 14 },
              { kind: 'flip', at: 12, bit: 0 },
            ],
          ],
        ],
      },
    );
  });

  it('can delay messages, which still arrive whole', async () => {
    const { atAlice, atBob } = await connected();
    broker.tamper = (message) => {
      setTimeout(() => broker.inject(message), 20);
      return [];
    };
    atAlice.stream.send(Uint8Array.of(2));
    atAlice.stream.send(Uint8Array.of(3));
    await new Promise((resolve) => setTimeout(resolve, 40));
    await broker.settled();
    expect(atBob.bytes).toEqual([1, 2, 3]);
  });

  it('ends an open stream by flipping any bit, and changes nothing', async () => {
    const { atAlice, atBob } = await connected();
    broker.tamper = (message) => [flipped(message, 18 * 8)];
    atAlice.stream.send(Uint8Array.of(2));
    await broker.settled();
    expect(atBob.bytes).toEqual([1]);
    expect(atBob.state.isEnded).toBe(true);
    expect(bob.counters.brokenStreams).toBe(1);
  });

  it('replays a whole stream to a recipient that has forgotten it, and no stream is reported', async () => {
    const { atAlice } = await connected();
    atAlice.stream.abort(new Error('done'));
    await broker.settled();
    const recorded = broker.seen.filter(({ to }) => to === nameOf(bob));
    await bob.transport.close();
    bob = await openTransport({ platform: broker.platform, seed: bob.seed });
    for (const message of recorded) broker.inject(message);
    await broker.settled();
    expect(bob.incoming).toEqual([]);
    expect(bob.counters).toMatchObject({ brokenStreams: 1, forgedCards: 0 });
  });

  it('replays the opening of a stream to a recipient that remembers it, and is ignored', async () => {
    const { atAlice } = await connected();
    const opening = broker.seen.find(({ to }) => to === nameOf(bob))!;
    broker.inject(opening);
    atAlice.stream.abort(new Error('done'));
    await broker.settled();
    broker.inject(opening);
    await broker.settled();
    expect(bob.incoming).toHaveLength(1);
    expect(bob.counters.repeatedStreams).toBe(2);
  });

  it('changes the sender or the recipient of an opening, which then counts as forged', async () => {
    const carol = await openTransport({ platform: broker.platform });
    await connected();
    const opening = broker.seen.find(({ to }) => to === nameOf(bob))!;
    broker.inject({ ...opening, from: nameOf(carol) });
    broker.inject({ ...opening, to: nameOf(carol) });
    await broker.settled();
    expect(bob.counters.forgedCards).toBe(1);
    expect(carol.counters.forgedCards).toBe(1);
    expect(bob.incoming).toHaveLength(1);
    expect(carol.incoming).toEqual([]);
    await carol.transport.close();
  });

  it('accepts a stream in place of the recipient, and the opener still waits for the true acceptance', async () => {
    const carol = await openTransport({ platform: broker.platform });
    await carol.dial(nameOf(bob));
    const ofCarol = broker.seen.find(({ from, data }) => from === nameOf(bob) && data[1] === 2)!;
    broker.tamper = (message) =>
      message.data[1] === 2
        ? [{ ...message, data: withId(ofCarol.data, message.data) }, message]
        : [message];
    const { atBob } = await connected().then(() => ({ atBob: bob.incoming.at(-1)! }));
    expect(alice.counters.forgedCards).toBe(1);
    expect(atBob.bytes).toEqual([1]);
    await carol.transport.close();
  });

  it('delivers an opening after five minutes, and it is refused with a message about clocks', async () => {
    const late = new VirtualTimeScheduler();
    late.now = () => asyncScheduler.now() + 5 * 60_000 + 1_000;
    const carol = await openTransport({ platform: broker.platform, scheduler: late });
    await expect(alice.dial(nameOf(carol))).rejects.toThrow(/clocks .* differ by more than five/);
    expect(carol.counters.untimelyCards).toBe(1);
    expect(carol.incoming).toEqual([]);
    await carol.transport.close();
  });

  it('sends other bytes than messages of beckon, which are counted and ignored', async () => {
    const { atAlice, atBob } = await connected();
    const ofAlice = { to: nameOf(bob), from: nameOf(alice) };
    const opening = broker.seen.find(({ to }) => to === nameOf(bob))!.data;
    const messages = [
      new Uint8Array(),
      Uint8Array.of(2, ...opening.subarray(1)),
      opening.subarray(0, -1),
      new Uint8Array(100_000).fill(1),
      Uint8Array.of(...opening, 0),
    ];
    for (const data of messages) broker.inject({ ...ofAlice, data });
    broker.inject({ ...ofAlice, from: 'UALICE', data: withId(opening, new Uint8Array(18)) });
    await broker.settled();
    expect(bob.counters.malformedMessages).toBe(messages.length + 1);
    atAlice.stream.send(Uint8Array.of(2));
    await broker.settled();
    expect(atBob.bytes).toEqual([1, 2]);
  });

  it('can read nothing: the sent text is nowhere in its messages', async () => {
    const { atAlice } = await connected();
    const secret = new TextEncoder().encode('meet me at the harbour');
    atAlice.stream.send(secret.slice());
    await broker.settled();
    for (const { data } of broker.seen) {
      expect(Buffer.from(data).includes(Buffer.from(secret))).toBe(false);
    }
  });
});

function flipped(message: Carried, bit: number): Carried {
  const data = message.data.slice();
  const at = bit % (8 * data.length);
  data[at >> 3]! ^= 1 << (at & 7);
  return { ...message, data };
}

/** A message with the stream id of another one. */
function withId(data: Uint8Array, other: Uint8Array): Uint8Array {
  const changed = data.slice();
  changed.set(other.subarray(2, 18), 2);
  return changed;
}
