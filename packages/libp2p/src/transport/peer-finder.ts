import type { Connection } from '@libp2p/interface';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { isRelayed, rememberedAddress } from './routes.ts';

/** The most addresses of one peer that are tried. A peer can claim any number. */
const MAX_ADDRESSES = 24;
/** The most looked-up addresses that are tried besides. */
const MAX_LOOKED_UP = 24;
/** Longest time for one address, in milliseconds. Another address may be tried then. */
const DIAL_TIMEOUT_MS = 4_000;
/** The most addresses that are dialled at once. */
const DIALS_AT_ONCE = 8;

export interface PeerFinderInit {
  /** The open connections with the peer. */
  readonly connections: (peerName: string) => readonly Connection[];
  /** Addresses at which this side has met the peer, or of which it was told, the best first. */
  readonly known: (peerName: string) => readonly string[];
  /** The addresses of the peer at the relays of this side, in case it has a reservation there. */
  readonly atRelays: (peerName: string) => readonly Multiaddr[];
  /** Further addresses that the peer has published, as they are found. Ends when `signal` aborts, and never throws. */
  readonly lookUp?: (peerName: string, signal: AbortSignal) => AsyncIterable<string>;
  /** Whether an address can be dialled here at all. */
  readonly canDial: (address: Multiaddr) => boolean;
  /** Dials one address. The peer has to prove the PeerId at its end. */
  readonly dial: (
    address: Multiaddr,
    signal: AbortSignal,
    onProgress: () => void,
  ) => Promise<Connection>;
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
 */
export class PeerFinder {
  readonly #init: PeerFinderInit;

  constructor(init: PeerFinderInit) {
    this.#init = init;
  }

  /** Rejects when the peer is nowhere, and soon after `signal` aborts. */
  async find(peerName: string, { signal, onProgress, except }: FindOptions): Promise<Connection> {
    const { connections } = this.#init;
    const open = best(connections(peerName), except);
    if (open !== undefined) return open;
    return new Search(this.#init, peerName, onProgress).run(signal);
  }
}

/** The best of several open connections: a direct one before a relayed one. */
export function best(
  connections: readonly Connection[],
  except: ReadonlySet<Connection>,
): Connection | undefined {
  const open = connections.filter((each) => !except.has(each) && each.status === 'open');
  return (
    open.find(({ remoteAddr }) => !isRelayed(remoteAddr)) ??
    open.find(({ limits }) => limits === undefined) ??
    open[0]
  );
}

/** The dials to one peer. */
class Search {
  readonly #init: PeerFinderInit;
  readonly #peerName: string;
  readonly #onProgress: () => void;
  readonly #tried = new Set<string>();
  readonly #waiting: Multiaddr[] = [];
  readonly #errors: unknown[] = [];
  readonly #dialling = new Set<AbortController>();
  readonly #lookUp = new AbortController();
  #isLookingUp = false;
  #isOver = false;
  #end: End = { resolve: () => undefined, reject: () => undefined };

  constructor(init: PeerFinderInit, peerName: string, onProgress: () => void) {
    this.#init = init;
    this.#peerName = peerName;
    this.#onProgress = onProgress;
  }

  async run(signal: AbortSignal): Promise<Connection> {
    const abort = (): void => this.#end.reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
    try {
      return await new Promise((resolve, reject) => {
        this.#end = { resolve, reject };
        if (signal.aborted) return abort();
        for (const address of this.#known()) this.#add(address, MAX_ADDRESSES);
        void this.#addLookedUp();
        this.#dialNext();
        this.#endIfNowhere();
      });
    } finally {
      this.#isOver = true;
      signal.removeEventListener('abort', abort);
      this.#lookUp.abort();
      for (const dial of this.#dialling) dial.abort();
    }
  }

  *#known(): Generator<Multiaddr> {
    const { known, atRelays } = this.#init;
    for (const text of known(this.#peerName)) yield* claimedAddress(text);
    yield* atRelays(this.#peerName);
  }

  async #addLookedUp(): Promise<void> {
    const { lookUp } = this.#init;
    if (lookUp === undefined) return;
    this.#isLookingUp = true;
    const limit = this.#tried.size + MAX_LOOKED_UP;
    for await (const text of lookUp(this.#peerName, this.#lookUp.signal)) {
      for (const address of claimedAddress(text)) this.#add(address, limit);
      this.#dialNext();
    }
    this.#isLookingUp = false;
    this.#endIfNowhere();
  }

  #add(address: Multiaddr, limit: number): void {
    const named = nameAtEnd(address, this.#peerName);
    if (named === undefined || this.#tried.size >= limit) return;
    if (this.#tried.has(named.toString()) || !this.#init.canDial(named)) return;
    this.#tried.add(named.toString());
    this.#waiting.push(named);
  }

  #dialNext(): void {
    while (this.#dialling.size < DIALS_AT_ONCE && !this.#isOver) {
      const address = this.#waiting.shift();
      if (address === undefined) return;
      void this.#dial(address);
    }
  }

  async #dial(address: Multiaddr): Promise<void> {
    // An own signal, because a signal that aborts later would end the new connection.
    const dial = new AbortController();
    this.#dialling.add(dial);
    const timer = setTimeout(() => dial.abort(), DIAL_TIMEOUT_MS);
    try {
      const connection = await this.#init.dial(address, dial.signal, this.#onProgress);
      this.#dialling.delete(dial);
      // Another dial was faster, or the search was aborted.
      if (this.#isOver) {
        connection.abort(new Error('The peer was found elsewhere.'));
        return;
      }
      this.#isOver = true;
      this.#end.resolve(connection);
    } catch (error) {
      this.#dialling.delete(dial);
      this.#errors.push(error);
      this.#dialNext();
      this.#endIfNowhere();
    } finally {
      clearTimeout(timer);
    }
  }

  #endIfNowhere(): void {
    if (this.#dialling.size > 0 || this.#isLookingUp) return;
    this.#end.reject(
      new AggregateError(
        this.#errors,
        `${this.#peerName} is at none of the ${this.#tried.size} addresses where it was looked for.`,
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
