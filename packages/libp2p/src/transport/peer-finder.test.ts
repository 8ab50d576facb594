import type { Connection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { VirtualTimeScheduler } from 'rxjs';
import { OutdoneConnections } from './outdone-connections.ts';
import { PeerFinder } from './peer-finder.ts';

const BOB = '12D3KooWSDcHRHH2apSbt8x3xeLUuPWSjNXVvZkhTmLYmjoDLdRs';
const RELAY = '12D3KooWDmFkaydyZMAgtNtZTtKuhd9nVxoqQnR5TfZYf5vYH6hD';
const RELAYED = `/ip4/10.0.0.1/tcp/4001/p2p/${RELAY}/p2p-circuit/p2p/${BOB}`;
const OTHER_RELAYED = `/ip4/10.0.0.2/tcp/4001/p2p/${RELAY}/p2p-circuit/p2p/${BOB}`;
const DIRECT = `/ip4/10.0.0.3/tcp/4001/p2p/${BOB}`;
const OTHER_DIRECT = `/ip4/10.0.0.4/tcp/4001/p2p/${BOB}`;

class OpenStream extends EventTarget {
  readonly protocol = '/beckon/1';
}

class Line {
  status = 'open';
  readonly streams: OpenStream[] = [];
  readonly remotePeer = BOB;
  readonly remoteAddr;

  constructor(address: string) {
    this.remoteAddr = multiaddr(address);
  }

  abort(): void {
    this.status = 'aborted';
  }

  async close(): Promise<void> {
    this.status = 'closed';
  }

  openStream(): void {
    this.streams.push(new OpenStream());
  }

  closeStream(): void {
    this.streams.shift()?.dispatchEvent(new Event('close'));
  }
}

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

/** A finder whose dials end as the test says. */
function createFinder({
  known = [DIRECT, RELAYED] as readonly string[],
  knows = true,
  mayImprove = true,
} = {}) {
  const scheduler = new VirtualTimeScheduler();
  const lines: Line[] = [];
  const dials = new Map<string, { answer(): Promise<Line>; fail(): Promise<void> }>();
  const dialled: string[] = [];
  const aborted: string[] = [];
  const connections = (): readonly Connection[] => lines as unknown as readonly Connection[];
  const outdone = new OutdoneConnections({ connections, scheduler });
  const finder = new PeerFinder({
    connections,
    knows: () => knows,
    known: () => known,
    atRelays: () => [],
    mayImprove,
    canDial: () => true,
    dial: (address, signal) =>
      new Promise((resolve, reject) => {
        const name = address.toString();
        dialled.push(name);
        signal.addEventListener('abort', () => {
          aborted.push(name);
          reject(new Error('aborted'));
        });
        dials.set(name, {
          async answer() {
            const line = new Line(name);
            lines.push(line);
            resolve(line as unknown as Connection);
            await settled();
            return line;
          },
          async fail() {
            reject(new Error('refused'));
            await settled();
          },
        });
      }),
    outdone,
    scheduler,
  });
  opened.push(finder, outdone);
  const find = (): Promise<Connection> =>
    finder.find(BOB, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      except: new Set(),
    });
  const wait = async (ms: number): Promise<void> => {
    scheduler.maxFrames = scheduler.frame + ms;
    scheduler.schedule(() => undefined, ms);
    scheduler.flush();
    await settled();
  };
  return { finder, lines, dials, dialled, aborted, find, wait };
}

/** Resolves when all that is under way without waiting has happened. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('PeerFinder', () => {
  it('takes a direct connection, and gives up the other dials', async () => {
    const { dials, aborted, find } = createFinder();
    const found = find();
    const direct = await dials.get(DIRECT)!.answer();
    expect(await found).toBe(direct);
    expect(aborted).toEqual([RELAYED]);
  });

  it('takes a relayed connection, goes on for a direct one, and then leaves the relay', async () => {
    const known = [DIRECT, OTHER_DIRECT, RELAYED, OTHER_RELAYED];
    const { dials, aborted, find, wait } = createFinder({ known });
    const found = find();
    const relayed = await dials.get(RELAYED)!.answer();
    expect(await found).toBe(relayed);
    expect(aborted).toEqual([OTHER_RELAYED]);
    const direct = await dials.get(DIRECT)!.answer();
    expect([direct.status, relayed.status]).toEqual(['open', 'open']);
    expect(aborted).toEqual([OTHER_RELAYED, OTHER_DIRECT]);
    expect(await find()).toBe(direct);
    await wait(1_000);
    expect(relayed.status).toBe('closed');
  });

  it('leaves a relayed connection that is in use as soon as it is so no more', async () => {
    const { dials, find, wait } = createFinder();
    void find();
    const relayed = await dials.get(RELAYED)!.answer();
    relayed.openStream();
    await dials.get(DIRECT)!.answer();
    await wait(60_000);
    expect(relayed.status).toBe('open');
    relayed.openStream();
    relayed.closeStream();
    await wait(60_000);
    expect(relayed.status).toBe('open');
    relayed.closeStream();
    await wait(1_000);
    expect(relayed.status).toBe('closed');
  });

  it('keeps a relayed connection when the direct one is lost meanwhile', async () => {
    const { dials, find, wait } = createFinder();
    void find();
    const relayed = await dials.get(RELAYED)!.answer();
    relayed.openStream();
    const direct = await dials.get(DIRECT)!.answer();
    await wait(1_000);
    direct.abort();
    relayed.closeStream();
    await wait(60_000);
    expect(relayed.status).toBe('open');
  });

  it('looks for a direct connection while there is a relayed one, once a minute', async () => {
    const { lines, dials, dialled, find, wait } = createFinder();
    const relayed = new Line(RELAYED);
    lines.push(relayed);
    for (let search = 1; search <= 2; search++) {
      expect(await find()).toBe(relayed);
      expect(dialled).toEqual(Array.from({ length: search }, () => DIRECT));
      await dials.get(DIRECT)!.fail();
      expect(await find()).toBe(relayed);
      expect(dialled).toHaveLength(search);
      await wait(60_000);
    }
  });

  it('looks for a direct connection as soon as it knows a direct address', async () => {
    const known = [RELAYED];
    const { dials, dialled, find } = createFinder({ known });
    const found = find();
    const relayed = await dials.get(RELAYED)!.answer();
    expect(await found).toBe(relayed);
    expect(await find()).toBe(relayed);
    known.push(DIRECT);
    expect(await find()).toBe(relayed);
    expect(dialled).toEqual([RELAYED, DIRECT]);
  });

  it('looks a moment later for a known peer that comes through a relay, and for no stranger', async () => {
    for (const knows of [true, false]) {
      const { finder, lines, dialled, wait } = createFinder({ knows });
      const relayed = new Line(RELAYED);
      lines.push(relayed);
      for (let streams = 0; streams < 2; streams++) {
        void finder.onIncoming(relayed as unknown as Connection);
      }
      await wait(900);
      expect(dialled).toEqual([]);
      await wait(100);
      expect(dialled).toEqual(knows ? [DIRECT] : []);
    }
  });

  it('does not look for a peer that comes through a relay and is directly connected by then', async () => {
    const { finder, lines, dialled, wait } = createFinder();
    const relayed = new Line(RELAYED);
    lines.push(relayed);
    void finder.onIncoming(relayed as unknown as Connection);
    lines.push(new Line(DIRECT));
    await wait(1_000);
    expect(dialled).toEqual([]);
  });

  it('looks for nobody after it is closed', async () => {
    const { finder, lines, dialled, wait } = createFinder();
    const relayed = new Line(RELAYED);
    lines.push(relayed);
    void finder.onIncoming(relayed as unknown as Connection);
    finder.close();
    await wait(1_000);
    finder.open(BOB);
    expect(dialled).toEqual([]);
  });

  it('looks for no direct connection with a node that was given', async () => {
    const { lines, dialled, find } = createFinder({ mayImprove: false });
    const relayed = new Line(RELAYED);
    lines.push(relayed);
    expect(await find()).toBe(relayed);
    expect(dialled).toEqual([]);
  });

  it('ends every search when it is closed, and those for a peer when the peer is left', async () => {
    for (const end of ['close', 'leave'] as const) {
      const { finder, dials, aborted, find } = createFinder();
      const found = find();
      await dials.get(RELAYED)!.answer();
      await found;
      finder[end](BOB);
      await settled();
      expect(aborted).toEqual([DIRECT]);
    }
  });

  it('drops a connection that comes after the end of its search', async () => {
    const { finder, dials, find } = createFinder();
    const found = find();
    await dials.get(RELAYED)!.answer();
    await found;
    // A dial can succeed in the moment in which it is given up.
    const late = dials.get(DIRECT)!.answer();
    finder.close();
    expect((await late).status).toBe('aborted');
  });

  it('rejects when the peer is at none of its addresses', async () => {
    const { dials, find } = createFinder();
    const found = find();
    void dials.get(RELAYED)!.fail();
    void dials.get(DIRECT)!.fail();
    await expect(found).rejects.toThrow(`${BOB} is at none of the 2 addresses`);
  });
});
