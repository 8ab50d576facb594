import { TokenBucket, type Place } from '@beckon/core/adapter';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { ExchangeLink } from '../link/exchange.ts';
import { type ItemKey, removalOf, type ShownItems } from './shown-items.ts';

/**
 * How many changes one watcher is sent after the whole state. Faster changes are merged, and the watcher is told the
 * latest state. The receiver allows more than this: see `PeerWatch`.
 */
const PACE = { burst: 300, perSecond: 100 };
/** When the pace is used up, the next attempt to tell a watcher the rest comes after this time. */
const NEXT_LOOK_MS = 50;

export interface WatcherInit {
  readonly link: ExchangeLink;
  readonly items: ShownItems;
  /** The places in which a peer sees this side now. Empty when the peer may not see it. */
  readonly placesSeenBy: (peerName: string) => readonly Place[];
  /** Whether the peer may begin one more watch. */
  readonly mayBegin: (peerName: string) => boolean;
  readonly deadlines: Deadlines;
}

/** The peer of one link in the role of a watcher of this side. It is told the whole state, and then each change. */
export class Watcher {
  readonly #init: WatcherInit;
  readonly #pace: TokenBucket;
  /** The number of the peer's watch; 0 while it does not watch. */
  #watch = 0;
  /** Where the peer sees this side. Empty when the peer was told that its watch has ended. */
  #places: readonly Place[] = [];
  #hasBegun = false;
  #isWhole = false;
  /** The things that the peer was told. */
  readonly #told = new Set<ItemKey>();
  /** Things that have changed since the peer was last told. */
  readonly #untold = new Set<ItemKey>();
  #cancelNextLook: CancelDeadline | undefined;

  constructor(init: WatcherInit) {
    this.#init = init;
    this.#pace = new TokenBucket(PACE, init.deadlines.now);
  }

  /** The peer begins a watch. An earlier one ends. */
  begin(watch: number): void {
    const { link, mayBegin } = this.#init;
    this.#stop();
    this.#watch = 0;
    if (!mayBegin(link.peerName)) {
      link.onUseless();
      return link.send({ kind: 'watchEnd', watch });
    }
    this.#watch = watch;
    if (!this.#look()) link.send({ kind: 'watchEnd', watch });
  }

  /** The peer ends its watch. */
  end(): void {
    if (this.#watch === 0) this.#init.link.onUseless();
    this.#stop();
    this.#watch = 0;
  }

  /** Must be called when the peer may see more or less than before. */
  review(): void {
    if (this.#watch === 0) return;
    const wasSeen = this.#places.length > 0;
    if (this.#look() || !wasSeen) return;
    this.#init.link.send({ kind: 'watchEnd', watch: this.#watch });
  }

  /** Something that this side shows has changed. */
  changed(key: ItemKey): void {
    if (this.#places.length === 0) return;
    this.#untold.add(key);
    this.tell();
  }

  /** Tells the peer the changes, as far as the link takes them. */
  tell(): void {
    const { link } = this.#init;
    if (this.#places.length === 0) return;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      link.send({ kind: 'state', watch: this.#watch });
    }
    for (const key of this.#untold) {
      if (link.isFull) return;
      if (this.#isWhole && !this.#pace.take()) return this.#lookLater();
      this.#untold.delete(key);
      this.#tellOf(key);
    }
    if (this.#isWhole) return;
    this.#isWhole = true;
    link.send({ kind: 'stateEnd' });
  }

  /** The link has ended. */
  onLinkEnded(): void {
    this.#forget();
    this.#places = [];
    this.#watch = 0;
  }

  /** Updates where the peer sees this side, and tells the peer. Returns `false` for nowhere. */
  #look(): boolean {
    const { link, items, placesSeenBy } = this.#init;
    const places = placesSeenBy(link.peerName);
    const before = this.#places;
    if (places.length === 0) {
      this.#stop();
      return false;
    }
    if (before.join() === places.join()) return true;
    if (before.length === 0) link.hold();
    this.#places = places;
    for (const key of [...items.keys(), ...this.#told]) this.#untold.add(key);
    this.tell();
    return true;
  }

  #tellOf(key: ItemKey): void {
    const { link, items } = this.#init;
    const message = items.messageFor(key, this.#places);
    if (message !== undefined) {
      this.#told.add(key);
      return link.send(message);
    }
    const removal = this.#told.delete(key) ? removalOf(key) : undefined;
    if (removal !== undefined) link.send(removal);
  }

  #lookLater(): void {
    this.#cancelNextLook ??= this.#init.deadlines.add(NEXT_LOOK_MS, () => {
      this.#cancelNextLook = undefined;
      this.tell();
    });
  }

  #stop(): void {
    if (this.#places.length > 0) this.#init.link.release();
    this.#places = [];
    this.#forget();
  }

  #forget(): void {
    this.#hasBegun = false;
    this.#isWhole = false;
    this.#told.clear();
    this.#untold.clear();
    this.#cancelNextLook?.();
    this.#cancelNextLook = undefined;
  }
}
