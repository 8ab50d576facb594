import { MemoryBroker } from '../../test/memory-broker.ts';
import { openTransport, type TestTransport } from '../../test/two-transports.ts';

/** The places for streams at Bob, and the part of them that strangers can get. */
const STREAMS = 64;
const FOR_STRANGERS = 48;

describe('crowds', () => {
  let broker: MemoryBroker;
  let bob: TestTransport;
  let friend: TestTransport;
  const open: TestTransport[] = [];

  const join = async (options: Partial<Parameters<typeof openTransport>[0]> = {}) => {
    const joined = await openTransport({ platform: broker.platform, ...options });
    open.push(joined);
    return joined;
  };

  beforeEach(async () => {
    broker = new MemoryBroker();
    friend = await join();
    bob = await join({
      limits: { streams: STREAMS, streamsPerPeer: 8, streamRate: { burst: 20, perSecond: 0.001 } },
      knows: (peerName) => peerName === friend.transport.peerName,
      admits: (peerName) => !blocked.has(peerName),
    });
  });
  afterEach(() => Promise.all(open.splice(0).map(({ transport }) => transport.close())));

  const blocked = new Set<string>();
  const isOpen = ({ state }: { state: { isEnded: boolean } }): boolean => !state.isEnded;

  async function stream(from: TestTransport) {
    const heard = await from.dial(bob.transport.peerName);
    heard.stream.send(Uint8Array.of(1));
    await broker.settled();
    return heard;
  }

  it('200 strangers take three quarters of the places, and a person whom Bob knows still gets in and stays', async () => {
    const before = await stream(friend);
    for (let i = 0; i < 200; i++) {
      const stranger = await join();
      await stream(stranger).catch(() => undefined);
    }
    const after = await stream(friend);
    expect([before, after].every(isOpen)).toBe(true);
    const ofStrangers = bob.incoming.filter(
      (heard) => isOpen(heard) && heard.stream.peerName !== friend.transport.peerName,
    );
    expect(ofStrangers).toHaveLength(FOR_STRANGERS);
  });

  it('one peer gets 8 streams, and the ninth is refused', async () => {
    const stranger = await join();
    for (let i = 0; i < 8; i++) await stream(stranger);
    await expect(stream(stranger)).rejects.toThrow(/does not take/);
    expect(bob.counters.refusedStreams).toBe(1);
    expect(bob.incoming.filter(isOpen)).toHaveLength(8);
  });

  it('one peer opens 20 streams at once, and the next is refused before its signature is verified', async () => {
    const stranger = await join();
    for (let i = 0; i < 20; i++) {
      const { stream: opened } = await stream(stranger);
      opened.abort(new Error('done'));
      await broker.settled();
    }
    await expect(stream(stranger)).rejects.toThrow(/does not take/);
    expect(bob.incoming.filter(isOpen)).toHaveLength(0);
  });

  it('300 silent half-open streams take no place of people whom Bob knows', async () => {
    for (let i = 0; i < 300; i++) {
      const stranger = await join();
      await stranger.dial(bob.transport.peerName).catch(() => undefined);
    }
    expect(bob.incoming).toEqual([]);
    const heard = await stream(friend);
    expect(isOpen(heard)).toBe(true);
    expect(bob.incoming).toHaveLength(1);
  });

  it('a peer that is not admitted is refused at once', async () => {
    const stranger = await join();
    blocked.add(stranger.transport.peerName);
    await expect(stream(stranger)).rejects.toThrow(/does not take/);
    expect(bob.incoming).toEqual([]);
  });

  it('messages about streams that Bob does not know are answered 20 times, and no more', async () => {
    const stranger = await join();
    const { peerName } = stranger.transport;
    const data = new Uint8Array(60).fill(3);
    data[0] = 1;
    data[1] = 3;
    for (let i = 0; i < 1_000; i++) {
      broker.inject({ to: bob.transport.peerName, from: peerName, data });
    }
    await broker.settled();
    const answers = broker.seen.filter(({ to }) => to === peerName);
    expect(answers.length).toBeGreaterThanOrEqual(20);
    expect(answers.length).toBeLessThan(30);
  });
});
