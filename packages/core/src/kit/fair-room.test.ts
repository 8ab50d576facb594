import { FairRoom, type PlaceHolder } from './fair-room.ts';

const stranger = (peerName: string, origin = peerName): PlaceHolder => ({
  peerName,
  origin,
  isKnown: false,
});
const friend = (peerName: string): PlaceHolder => ({ ...stranger(peerName), isKnown: true });

function room({ places = 8, busy = [] as readonly string[], replacesOwn = false } = {}) {
  const evicted: string[] = [];
  const fair = new FairRoom<string>({
    places,
    replacesOwn,
    evict: (item) => evicted.push(item),
    isIdle: (item) => !busy.includes(item),
  });
  /** Takes places for items of these names. Gives the names of the items that got one. */
  const take = (holder: PlaceHolder, ...items: string[]) =>
    items.filter((item) => fair.take(item, holder));
  return { fair, evicted, take };
}

describe('FairRoom', () => {
  it('gives strangers three quarters of the places, and known peers every free place', () => {
    const { fair, take } = room();
    expect(take(stranger('eve'), '1', '2', '3', '4', '5', '6', '7')).toHaveLength(6);
    expect(take(friend('bob'), 'a', 'b')).toHaveLength(2);
    expect(fair.size).toBe(8);
  });

  it('gives a known peer the place of a stranger, and never the other way round', () => {
    const { evicted, take } = room();
    take(stranger('eve'), '1', '2', '3', '4', '5', '6');
    expect(take(friend('bob'), 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')).toHaveLength(8);
    expect(evicted).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(take(stranger('mallory'), '7')).toEqual([]);
  });

  it('evicts the oldest item of the peer with the most places, at the origin with the most', () => {
    const { evicted, take } = room();
    take(stranger('carol', 'there'), 'c');
    take(stranger('eve', 'here'), '1');
    take(stranger('mallory', 'here'), '2', '3', '4', '5');
    expect(take(stranger('dave', 'elsewhere'), 'd')).toEqual(['d']);
    expect(take(stranger('carol', 'there'), 'e')).toEqual(['e']);
    expect(evicted).toEqual(['2', '3']);
  });

  it('does not let peers with as many places take places from each other', () => {
    const { evicted, take } = room();
    take(stranger('eve'), '1', '2', '3');
    take(stranger('mallory'), '4', '5', '6');
    expect(take(stranger('eve'), '7')).toEqual([]);
    expect(take(stranger('mallory'), '8')).toEqual([]);
    expect(evicted).toEqual([]);
  });

  it('shares the places of one origin among its peers', () => {
    const { evicted, take } = room();
    take(stranger('eve', 'here'), '1', '2', '3', '4', '5', '6');
    expect(take(stranger('carol', 'here'), 'c', 'd')).toEqual(['c', 'd']);
    expect(take(stranger('eve', 'here'), '7')).toEqual([]);
    expect(evicted).toEqual(['1', '2']);
  });

  it('evicts idle items first, and busy items only for an origin with fewer places', () => {
    const { evicted, take } = room({ busy: ['1', '2', '3', '5'] });
    take(stranger('eve', 'here'), '1', '2', '3', '4', '5', '6');
    expect(take(stranger('mallory', 'here'), '7', '8')).toEqual(['7', '8']);
    expect(take(stranger('oscar', 'here'), '9')).toEqual(['9']);
    expect(evicted).toEqual(['4', '6', '7']);
    expect(take(stranger('carol', 'there'), 'c')).toEqual(['c']);
    expect(take(stranger('dave', 'elsewhere'), 'd')).toEqual(['d']);
    expect(take(stranger('erin', 'far away'), 'e')).toEqual(['e']);
    expect(evicted.slice(3)).toEqual(['8', '9', '1']);
  });

  it('lets a peer replace its own oldest item with replacesOwn', () => {
    const { evicted, take } = room({ replacesOwn: true });
    expect(take(stranger('eve'), '1', '2', '3', '4', '5', '6', '7', '8')).toHaveLength(8);
    expect(evicted).toEqual(['1', '2']);
  });

  it('gives an item one place, also when it takes one again', () => {
    const { fair, take } = room();
    take(stranger('eve'), '1', '2', '1');
    expect(fair.size).toBe(2);
    fair.delete('1');
    fair.delete('2');
    expect(take(stranger('eve'), '3', '4', '5', '6', '7', '8')).toHaveLength(6);
    expect(fair.size).toBe(6);
  });

  it('gives any number of places without a limit, and frees them again', () => {
    const { fair, take } = room({ places: Number.POSITIVE_INFINITY });
    const items = Array.from({ length: 100 }, (_, i) => String(i));
    expect(take(stranger('eve'), ...items)).toHaveLength(100);
    for (const item of items) fair.delete(item);
    fair.delete('0');
    expect(fair.size).toBe(0);
  });
});
