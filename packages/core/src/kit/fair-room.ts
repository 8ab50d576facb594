/** The peer that takes a place of a {@link FairRoom}. */
export interface PlaceHolder {
  readonly peerName: string;
  /** The address that the peer may share with other peers: an IPv4 address, the /64 of an IPv6 address. */
  readonly origin: string;
  /** Whether the owner of this side knows the peer. */
  readonly isKnown: boolean;
}

export interface FairRoomInit<Item> {
  /** Number of places. Strangers may have three quarters of them. */
  readonly places: number;
  /** Ends an item that has lost its place to another item. It has left the room already. */
  readonly evict: (item: Item) => void;
  /** Whether an item is idle: idle items lose their places first. Default: all are idle. */
  readonly isIdle?: (item: Item) => boolean;
  /** Whether a peer that gets no further place replaces its own oldest item. Default: false. */
  readonly replacesOwn?: boolean;
}

/** The last quarter is for known peers. */
const SHARE_OF_STRANGERS = 3 / 4;

/**
 * Shares a number of places among all peers. Neither one peer, nor a crowd of keys on one machine, can
 * take every place. When the room is full, a new item replaces the oldest item of the peer with the most
 * places, at the origin with the most places. A stranger never replaces a known peer.
 */
export class FairRoom<Item> {
  readonly #init: FairRoomInit<Item>;
  readonly #strangers = new Crowd<Item>();
  readonly #known = new Crowd<Item>();

  constructor(init: FairRoomInit<Item>) {
    this.#init = init;
  }

  get size(): number {
    return this.#strangers.size + this.#known.size;
  }

  /** Gives `item` a place, and may evict another item for it. False when there is no place. */
  take(item: Item, holder: PlaceHolder): boolean {
    if (!this.#makeRoom(holder)) return false;
    (holder.isKnown ? this.#known : this.#strangers).add(item, holder);
    return true;
  }

  /** Gives the place of `item` back. Does nothing when the item has none. */
  delete(item: Item): void {
    this.#strangers.delete(item);
    this.#known.delete(item);
  }

  #makeRoom(holder: PlaceHolder): boolean {
    const { places, evict } = this.#init;
    const hasRoom =
      this.size < places &&
      (holder.isKnown || this.#strangers.size < Math.ceil(SHARE_OF_STRANGERS * places));
    if (hasRoom) return true;
    const victim = this.#victim(holder);
    if (victim === undefined) return false;
    this.delete(victim.item);
    evict(victim.item);
    return true;
  }

  #victim(holder: PlaceHolder): { readonly item: Item } | undefined {
    const { isIdle = () => true, replacesOwn = false } = this.#init;
    if (holder.isKnown) {
      const oldest = this.#strangers.largest(isIdle) ?? this.#strangers.largest();
      if (oldest !== undefined) return oldest;
    }
    const crowd = holder.isKnown ? this.#known : this.#strangers;
    return crowd.yieldTo(holder, isIdle) ?? (replacesOwn ? crowd.oldestOf(holder) : undefined);
  }
}

/** Items by origin and by peer, the oldest first. */
class Crowd<Item> {
  readonly #origins = new Map<string, Origin<Item>>();
  readonly #places = new Map<Item, Place<Item>>();

  get size(): number {
    return this.#places.size;
  }

  add(item: Item, holder: PlaceHolder): void {
    this.delete(item);
    const origin = this.#originOf(holder);
    let peer = origin.peers.get(holder.peerName);
    if (peer === undefined) {
      peer = new Peer(holder, origin);
      origin.peers.set(holder.peerName, peer);
    }
    this.#places.set(item, peer.add(item));
    origin.size += 1;
  }

  delete(item: Item): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    const { peer } = place;
    const { origin, holder } = peer;
    this.#places.delete(item);
    peer.delete(place);
    origin.size -= 1;
    if (peer.size === 0) origin.peers.delete(holder.peerName);
    if (origin.size === 0) this.#origins.delete(holder.origin);
  }

  /** The item that gives way to an item of `holder`. It belongs to an origin or a peer that has more. */
  yieldTo(
    { origin, peerName }: PlaceHolder,
    isIdle: (item: Item) => boolean,
  ): Place<Item> | undefined {
    const own = this.#origins.get(origin);
    const largest = this.#largestOrigin();
    if (largest === undefined) return undefined;
    if (own === undefined || own.size < largest.size) {
      const { size } = own ?? { size: 0 };
      // Two origins with as many places would take one from each other without end.
      const isFewer = size + 1 < largest.size;
      if (size > 0 && !isFewer) return undefined;
      return oldestIn(largest, isIdle) ?? (isFewer ? oldestIn(largest) : undefined);
    }
    const found = oldestIn(own, isIdle);
    const size = own.peers.get(peerName)?.size ?? 0;
    return found !== undefined && (size === 0 || size + 1 < found.peer.size) ? found : undefined;
  }

  /** The oldest item of the peer with the most places, at the origin with the most places. */
  largest(isIdle?: (item: Item) => boolean): Place<Item> | undefined {
    const origin = this.#largestOrigin();
    return origin === undefined ? undefined : oldestIn(origin, isIdle);
  }

  oldestOf({ origin, peerName }: PlaceHolder): Place<Item> | undefined {
    return this.#origins.get(origin)?.peers.get(peerName)?.oldest;
  }

  #originOf({ origin: name }: PlaceHolder): Origin<Item> {
    let origin = this.#origins.get(name);
    if (origin === undefined) {
      origin = { size: 0, peers: new Map() };
      this.#origins.set(name, origin);
    }
    return origin;
  }

  #largestOrigin(): Origin<Item> | undefined {
    let largest: Origin<Item> | undefined;
    for (const origin of this.#origins.values()) {
      if (origin.size > (largest?.size ?? 0)) largest = origin;
    }
    return largest;
  }
}

interface Origin<Item> {
  size: number;
  readonly peers: Map<string, Peer<Item>>;
}

interface Place<Item> {
  readonly item: Item;
  readonly peer: Peer<Item>;
  older: Place<Item> | undefined;
  newer: Place<Item> | undefined;
}

/** The places of one peer. The oldest is found in one step, which a Set does not do after many deletions. */
class Peer<Item> {
  readonly holder: PlaceHolder;
  readonly origin: Origin<Item>;
  size = 0;
  oldest: Place<Item> | undefined;
  #newest: Place<Item> | undefined;

  constructor(holder: PlaceHolder, origin: Origin<Item>) {
    this.holder = holder;
    this.origin = origin;
  }

  add(item: Item): Place<Item> {
    const place: Place<Item> = { item, peer: this, older: this.#newest, newer: undefined };
    if (place.older === undefined) this.oldest = place;
    else place.older.newer = place;
    this.#newest = place;
    this.size += 1;
    return place;
  }

  delete({ older, newer }: Place<Item>): void {
    if (older === undefined) this.oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    this.size -= 1;
  }
}

/** The oldest item that may be ended, of the peer with the most places. */
function oldestIn<Item>(
  { peers }: Origin<Item>,
  mayEnd: (item: Item) => boolean = () => true,
): Place<Item> | undefined {
  let found: Place<Item> | undefined;
  for (const peer of peers.values()) {
    if (peer.size <= (found?.peer.size ?? 0)) continue;
    let place = peer.oldest;
    while (place !== undefined && !mayEnd(place.item)) place = place.newer;
    found = place ?? found;
  }
  return found;
}
