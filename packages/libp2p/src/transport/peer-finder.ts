import type { Connection } from '@libp2p/interface';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import { best, isDirect, isInUse } from './connections.ts';
import { pause } from '../pause.ts';
import type { OutdoneConnections } from './outdone-connections.ts';
import { RecentPeers } from './recent-peers.ts';
import { isRelayed, rememberedAddress } from './routes.ts';

/** The most addresses of one peer that are tried. A peer can claim any number. */
const MAX_ADDRESSES = 24;
/** The most looked-up addresses that are tried besides. */
const MAX_LOOKED_UP = 24;
/** Longest time for one address, in milliseconds. Another address may be tried then. */
const DIAL_TIMEOUT_MS = 4_000;
/** The most addresses that are dialled at once. */
const DIALS_AT_ONCE = 8;
/** For this time after a direct dial, no direct connection is looked for in place of a relayed one, in milliseconds. */
const IMPROVE_AGAIN_MS = 60_000;
/** How long a peer that came through a relay has to connect directly, before this side tries, in milliseconds. */
const DIAL_BACK_MS = 1_000;

export interface PeerFinderInit {
  /** The open connections with the peer. */
  readonly connections: (peerName: string) => readonly Connection[];
  /** Whether this side knows the peer. */
  readonly knows: (peerName: string) => boolean;
  /** Addresses at which this side has met the peer, or of which it was told, the best first. */
  readonly known: (peerName: string) => readonly string[];
  /** The addresses of the peer at the relays of this side, in case it has a reservation there. */
  readonly atRelays: (peerName: string) => readonly Multiaddr[];
  /** Further addresses that the peer has published, as they are found. Ends when `signal` aborts, and never throws. */
  readonly lookUp?: (peerName: string, signal: AbortSignal) => AsyncIterable<string>;
  /** Whether a direct connection is looked for while there is a relayed one. */
  readonly mayImprove: boolean;
  /** Whether an address can be dialled here at all. */
  readonly canDial: (address: Multiaddr) => boolean;
  /** Dials one address. The peer has to prove the PeerId at its end. */
  readonly dial: (
    address: Multiaddr,
    signal: AbortSignal,
    onProgress: () => void,
  ) => Promise<Connection>;
  /** Takes the relayed connections in place of which there is a direct one now. */
  readonly outdone: OutdoneConnections;
  readonly scheduler: SchedulerLike;
}

export interface FindOptions {
  /** Aborts the search. */
  readonly signal: AbortSignal;
  /** Called when an address has answered. */
  readonly onProgress: () => void;
  /** Connections that do not answer any more. */
  readonly except: ReadonlySet<Connection>;
}

/**
 * Finds a peer by trying all its addresses at once. Takes the first connection on which the peer proves its identity.
 * While that goes through a relay, the search goes on for a direct one, which is for streams that are opened later.
 */
export class PeerFinder {
  readonly #init: PeerFinderInit;
  readonly #searches = new Set<Search>();
  readonly #dialledDirectly: RecentPeers;
  readonly #closed = new AbortController();

  constructor(init: PeerFinderInit) {
    this.#init = init;
    this.#dialledDirectly = new RecentPeers(IMPROVE_AGAIN_MS, init.scheduler);
  }

  /** Rejects when the peer is nowhere, and soon after `signal` aborts. */
  async find(peerName: string, { signal, onProgress, except }: FindOptions): Promise<Connection> {
    return this.open(peerName, except) ?? this.#begin(peerName).first(signal, onProgress);
  }

  /** The best open connection with a peer. If it goes through a relay, a direct one is looked for from time to time. */
  open(peerName: string, except?: ReadonlySet<Connection>): Connection | undefined {
    const open = best(this.#init.connections(peerName), except);
    if (
      this.#init.mayImprove &&
      open !== undefined &&
      !isDirect(open) &&
      !this.#dialledDirectly.has(peerName) &&
      !this.#closed.signal.aborted
    ) {
      this.#begin(peerName).improve(open);
    }
    return open;
  }

  /**
   * A peer has opened a stream over a connection. This side may reach it directly although the peer needs a relay to
   * reach this side. Addresses that strangers claim are not dialled for that. Never rejects.
   */
  async onIncoming(connection: Connection): Promise<void> {
    const peerName = connection.remotePeer.toString();
    if (isDirect(connection) || !this.#init.knows(peerName)) return;
    await pause(DIAL_BACK_MS, this.#closed.signal, this.#init.scheduler);
    if (!this.#closed.signal.aborted) this.open(peerName);
  }

  /** Ends the searches for a peer. */
  leave(peerName: string): void {
    for (const search of this.#searches) if (search.peerName === peerName) search.stop();
  }

  close(): void {
    this.#closed.abort();
    for (const search of this.#searches) search.stop();
  }

  #begin(peerName: string): Search {
    const search = new Search(this.#init, peerName, {
      onDirectDial: () => this.#dialledDirectly.note(peerName),
      onEnd: () => this.#searches.delete(search),
    });
    this.#searches.add(search);
    return search;
  }
}

interface SearchOwner {
  readonly onDirectDial: () => void;
  readonly onEnd: () => void;
}

/** The dials to one peer. */
class Search {
  readonly peerName: string;
  readonly #init: PeerFinderInit;
  readonly #owner: SearchOwner;
  readonly #tried = new Set<string>();
  readonly #errors: unknown[] = [];
  readonly #dialling = new Map<AbortController, Multiaddr>();
  readonly #lookUp = new AbortController();
  #waiting: Multiaddr[] = [];
  #onProgress = (): void => undefined;
  #isLookingUp = false;
  #isStopped = false;
  #found: Connection | undefined;
  #end: End = { resolve: () => undefined, reject: () => undefined };

  constructor(init: PeerFinderInit, peerName: string, owner: SearchOwner) {
    this.#init = init;
    this.peerName = peerName;
    this.#owner = owner;
  }

  /** Resolves with the first connection. The search goes on while it is relayed. */
  async first(signal: AbortSignal, onProgress: () => void): Promise<Connection> {
    const abort = (): void => this.#end.reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
    this.#onProgress = onProgress;
    try {
      return await new Promise((resolve, reject) => {
        this.#end = { resolve, reject };
        if (signal.aborted) return abort();
        this.#addKnown();
        void this.#addLookedUp();
        this.#dialNext();
        this.#endIfNowhere();
      });
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#lookUp.abort();
    }
  }

  /** Looks for a direct connection in place of a relayed one. */
  improve(relayed: Connection): void {
    this.#found = relayed;
    this.#addKnown();
    this.#dialNext();
    this.#endIfNowhere();
  }

  stop(): void {
    this.#isStopped = true;
    this.#waiting = [];
    this.#lookUp.abort();
    for (const dial of this.#dialling.keys()) dial.abort();
    this.#endIfNowhere();
  }

  #addKnown(): void {
    for (const address of this.#known()) this.#add(address, MAX_ADDRESSES);
  }

  *#known(): Generator<Multiaddr> {
    const { known, atRelays } = this.#init;
    for (const text of known(this.peerName)) yield* claimedAddress(text);
    yield* atRelays(this.peerName);
  }

  async #addLookedUp(): Promise<void> {
    const { lookUp } = this.#init;
    if (lookUp === undefined) return;
    this.#isLookingUp = true;
    const limit = this.#tried.size + MAX_LOOKED_UP;
    for await (const text of lookUp(this.peerName, this.#lookUp.signal)) {
      for (const address of claimedAddress(text)) this.#add(address, limit);
      this.#dialNext();
    }
    this.#isLookingUp = false;
    this.#endIfNowhere();
  }

  #add(address: Multiaddr, limit: number): void {
    const named = nameAtEnd(address, this.peerName);
    if (named === undefined || this.#tried.size >= limit || !this.#isWanted(named)) return;
    if (this.#tried.has(named.toString()) || !this.#init.canDial(named)) return;
    this.#tried.add(named.toString());
    this.#waiting.push(named);
  }

  /** Once there is a relayed connection, only a direct one is better. */
  #isWanted(address: Multiaddr): boolean {
    return !this.#isStopped && (this.#found === undefined || !isRelayed(address));
  }

  #dialNext(): void {
    while (this.#dialling.size < DIALS_AT_ONCE) {
      const address = this.#waiting.shift();
      if (address === undefined) return;
      void this.#dial(address);
    }
  }

  async #dial(address: Multiaddr): Promise<void> {
    // An own signal, because a signal that aborts later would end the new connection.
    const dial = new AbortController();
    this.#dialling.set(dial, address);
    if (!isRelayed(address)) this.#owner.onDirectDial();
    const timer = setTimeout(() => dial.abort(), DIAL_TIMEOUT_MS);
    try {
      const connection = await this.#init.dial(address, dial.signal, this.#onProgress);
      this.#dialling.delete(dial);
      this.#take(connection);
    } catch (error) {
      this.#dialling.delete(dial);
      this.#errors.push(error);
      this.#dialNext();
    } finally {
      clearTimeout(timer);
      this.#endIfNowhere();
    }
  }

  #take(connection: Connection): void {
    const former = this.#found;
    // A node that was given may return one connection for several addresses.
    if (connection === former) return;
    if (!this.#isWanted(connection.remoteAddr)) {
      // Another dial was faster, or the search has ended.
      if (!isInUse(connection)) connection.abort(new Error('The peer was found elsewhere.'));
      return;
    }
    this.#found = connection;
    if (former === undefined) this.#end.resolve(connection);
    else this.#init.outdone.add(former);
    if (isDirect(connection) || !this.#init.mayImprove) return this.stop();
    this.#waiting = this.#waiting.filter((address) => this.#isWanted(address));
    for (const [dial, address] of this.#dialling) if (!this.#isWanted(address)) dial.abort();
    this.#dialNext();
  }

  #endIfNowhere(): void {
    if (this.#dialling.size > 0 || this.#isLookingUp) return;
    this.#owner.onEnd();
    this.#end.reject(
      new AggregateError(
        this.#errors,
        `${this.peerName} is at none of the ${this.#tried.size} addresses where it was looked for.`,
      ),
    );
  }
}

interface End {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The address that a peer claims. Yields nothing for text that cannot be read, such as an address of a later version.
 */
function* claimedAddress(text: string): Generator<Multiaddr> {
  try {
    yield rememberedAddress(multiaddr(text));
  } catch {
    // The other addresses of the peer are tried.
  }
}

/** The address with the peer's name at its end. `undefined` when it names another peer. */
function nameAtEnd(address: Multiaddr, peerName: string): Multiaddr | undefined {
  const last = address.getComponents().at(-1);
  if (last?.name !== 'p2p') return address.encapsulate(`/p2p/${peerName}`);
  return last.value === peerName ? address : undefined;
}
