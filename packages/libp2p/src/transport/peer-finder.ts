import type { Connection } from '@libp2p/interface';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { isRelayed, rememberedAddress } from './routes.ts';

/** Addresses of one peer that are tried. A peer claims as many as it likes. */
const MAX_ADDRESSES = 24;
/** As many more are tried of those that are looked up. */
const MAX_LOOKED_UP = 24;
/** Longest time for one address, in milliseconds: another one may be tried in its place. */
const DIAL_TIMEOUT_MS = 4_000;
/** As many are dialled at once. */
const DIALS_AT_ONCE = 8;

export interface PeerFinderInit {
  /** What is open with the peer. */
  readonly connections: (peerName: string) => readonly Connection[];
  /** Where this side has met the peer, or has been told that it is, the best first. */
  readonly known: (peerName: string) => readonly string[];
  /** Where the peer is if it has a reservation at a relay that this side knows. */
  readonly atRelays: (peerName: string) => readonly Multiaddr[];
  /** Where else the peer says that it is, as it is found. Ends when `signal` aborts, and never throws. */
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
  /** Gives the search up. */
  readonly signal: AbortSignal;
  /** Somebody has answered. */
  readonly onProgress: () => void;
  /** Connections that do not answer any more. */
  readonly except: ReadonlySet<Connection>;
}

/** Finds a peer wherever it may be: at all its addresses at once. Who proves first to be the peer is taken. */
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

/** The connection that is taken when several are open: one that goes straight before one through a relay. */
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
    // Its own: a signal that aborts later would end the connection that it was for.
    const dial = new AbortController();
    this.#dialling.add(dial);
    const timer = setTimeout(() => dial.abort(), DIAL_TIMEOUT_MS);
    try {
      const connection = await this.#init.dial(address, dial.signal, this.#onProgress);
      this.#dialling.delete(dial);
      // Another dial was faster, or nobody waits any more.
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

/** An address that a peer claims. None for nonsense, or one of another version. */
function* claimedAddress(text: string): Generator<Multiaddr> {
  try {
    yield rememberedAddress(multiaddr(text));
  } catch {
    // The peer is looked for at its other addresses.
  }
}

/** The address with the peer's name at its end. `undefined` when somebody else is named there. */
function nameAtEnd(address: Multiaddr, peerName: string): Multiaddr | undefined {
  const last = address.getComponents().at(-1);
  if (last?.name !== 'p2p') return address.encapsulate(`/p2p/${peerName}`);
  return last.value === peerName ? address : undefined;
}
