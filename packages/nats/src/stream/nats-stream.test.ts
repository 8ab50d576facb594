import { MemoryBroker } from '../../test/memory-broker.ts';
import { type HeardStream, openTransport, type TestTransport } from '../../test/two-transports.ts';

const WINDOW_BYTES = 262_144;

describe('a stream', () => {
  let broker: MemoryBroker;
  let alice: TestTransport;
  let bob: TestTransport;
  let atAlice: HeardStream;

  beforeEach(async () => {
    broker = new MemoryBroker();
    const { platform } = broker;
    alice = await openTransport({ platform });
    bob = await openTransport({ platform });
    atAlice = await alice.dial(bob.transport.peerName);
  });
  afterEach(() => Promise.all([alice.transport.close(), bob.transport.close()]));

  it('takes 262 144 unacknowledged bytes, then says that it is full, and drains', async () => {
    const half = new Uint8Array(WINDOW_BYTES / 2);
    expect(atAlice.stream.send(half.slice())).toBe(true);
    expect(atAlice.stream.send(half.slice())).toBe(false);
    expect(atAlice.state.drains).toBe(0);
    await broker.settled();
    expect(atAlice.state.drains).toBe(1);
    expect(bob.incoming[0]!.bytes).toHaveLength(WINDOW_BYTES);
    expect(atAlice.stream.send(half.slice())).toBe(true);
  });

  it('ends when the peer acknowledges more bytes than it was sent', async () => {
    const { stream } = atAlice;
    stream.send(Uint8Array.of(1));
    await broker.settled();
    const acknowledged = Uint8Array.of(1, 0, 0, 0, 9);
    (stream as unknown as { take(content: Uint8Array): void }).take(acknowledged);
    expect(atAlice.state.isEnded).toBe(true);
    expect(alice.counters.malformedMessages).toBe(1);
  });

  it('cuts long writes into messages of at most 65 536 bytes, and both sides see the same bytes', async () => {
    const long = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
    atAlice.stream.send(long.slice());
    await broker.settled();
    expect(bob.incoming[0]!.bytes).toEqual([...long]);
    const lengths = broker.seen.map(({ data }) => data.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(65_536 + 35);
  });

  it('ends for both sides after all sent bytes when one side ends it', async () => {
    atAlice.stream.send(Uint8Array.of(1));
    await atAlice.stream.close();
    await broker.settled();
    expect(bob.incoming[0]!.bytes).toEqual([1]);
    expect(bob.incoming[0]!.state.isEnded).toBe(true);
    expect(atAlice.state.isEnded).toBe(true);
  });

  it('to a restarted peer ends at the next message', async () => {
    atAlice.stream.send(Uint8Array.of(1));
    await broker.settled();
    // The peer goes away without a message.
    broker.tamper = () => [];
    await bob.transport.close();
    bob = await openTransport({ platform: broker.platform, seed: bob.seed });
    broker.tamper = (message) => [message];
    atAlice.stream.send(Uint8Array.of(2));
    await broker.settled();
    expect(atAlice.state.isEnded).toBe(true);
    expect(bob.incoming).toEqual([]);
  });

  it('to a peer that is gone ends at the next message', async () => {
    broker.tamper = () => [];
    await bob.transport.close();
    atAlice.stream.send(Uint8Array.of(2));
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(atAlice.state.isEnded).toBe(true);
  });

  it('that is aborted while it opens leaves nothing behind', async () => {
    broker.tamper = () => [];
    const stop = new AbortController();
    const dialled = alice.dial(bob.transport.peerName, 'invitation', stop.signal);
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await expect(dialled).rejects.toThrow(/not needed/);
    broker.tamper = (message) => [message];
    const other = await alice.dial(bob.transport.peerName);
    other.stream.send(Uint8Array.of(5));
    await broker.settled();
    expect(bob.incoming.map(({ bytes }) => bytes)).toEqual([[5]]);
  });
});
