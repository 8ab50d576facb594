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
  readonly #holders = new Map<Item, PlaceHolder>();

  get size(): number {
    return this.#holders.size;
  }

  add(item: Item, holder: PlaceHolder): void {
    const origin: Origin<Item> = this.#origins.get(holder.origin) ?? { size: 0, peers: new Map() };
    const ofPeer = origin.peers.get(holder.peerName) ?? new Set<Item>();
    this.#holders.set(item, holder);
    this.#origins.set(holder.origin, origin);
    origin.peers.set(holder.peerName, ofPeer.add(item));
    origin.size += 1;
  }

  delete(item: Item): void {
    const holder = this.#holders.get(item);
    const origin = this.#origins.get(holder?.origin ?? '');
    const ofPeer = origin?.peers.get(holder?.peerName ?? '');
    if (holder === undefined || origin === undefined || ofPeer === undefined) return;
    this.#holders.delete(item);
    ofPeer.delete(item);
    origin.size -= 1;
    if (ofPeer.size === 0) origin.peers.delete(holder.peerName);
    if (origin.size === 0) this.#origins.delete(holder.origin);
  }

  /** The item that gives way to an item of `holder`. It belongs to an origin or a peer that has more. */
  yieldTo(
    { origin, peerName }: PlaceHolder,
    isIdle: (item: Item) => boolean,
  ): Found<Item> | undefined {
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
    const ofPeer = own.peers.get(peerName)?.size ?? 0;
    return found !== undefined && (ofPeer === 0 || ofPeer + 1 < found.ofPeer) ? found : undefined;
  }

  /** The oldest item of the peer with the most places, at the origin with the most places. */
  largest(isIdle?: (item: Item) => boolean): Found<Item> | undefined {
    const origin = this.#largestOrigin();
    return origin === undefined ? undefined : oldestIn(origin, isIdle);
  }

  oldestOf({ origin, peerName }: PlaceHolder): { readonly item: Item } | undefined {
    const ofPeer = this.#origins.get(origin)?.peers.get(peerName);
    if (ofPeer === undefined) return undefined;
    for (const item of ofPeer) return { item };
    return undefined;
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
  readonly peers: Map<string, Set<Item>>;
}

interface Found<Item> {
  readonly item: Item;
  /** Number of places of the item's peer. */
  readonly ofPeer: number;
}

/** The oldest item that may be ended, of the peer with the most places. */
function oldestIn<Item>(
  { peers }: Origin<Item>,
  mayEnd: (item: Item) => boolean = () => true,
): Found<Item> | undefined {
  let found: Found<Item> | undefined;
  for (const items of peers.values()) {
    if (items.size <= (found?.ofPeer ?? 0)) continue;
    for (const item of items) {
      if (!mayEnd(item)) continue;
      found = { item, ofPeer: items.size };
      break;
    }
  }
  return found;
}
