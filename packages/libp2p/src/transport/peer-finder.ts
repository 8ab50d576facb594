import type { Connection } from '@libp2p/interface';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { isRelayed } from './routes.ts';

/** Addresses of one peer that are tried. A peer claims as many as it likes. */
const MAX_ADDRESSES = 24;
/** As many are dialled at once. */
const DIALS_AT_ONCE = 8;

export interface PeerFinderInit {
  /** What is open with the peer. */
  readonly connections: (peerName: string) => readonly Connection[];
  /** Where this side has met the peer, or has been told that it is, the best first. */
  readonly known: (peerName: string) => readonly string[];
  /** Where the peer is if it has a reservation at a relay that this side knows. */
  readonly atRelays: (peerName: string) => readonly Multiaddr[];
  /** Where others say that the peer is. */
  readonly lookUp: (peerName: string, signal: AbortSignal) => AsyncIterable<Multiaddr>;
  /** Whether an address can be dialled here at all. */
  readonly canDial: (address: Multiaddr) => boolean;
  /** Dials one address. The peer has to prove the PeerId at its end. */
  readonly dial: (
    address: Multiaddr,
    signal: AbortSignal,
    onProgress: () => void,
  ) => Promise<Connection>;
}

/** Finds a peer wherever it may be: at all its addresses at once. Who proves first to be the peer is taken. */
export class PeerFinder {
  readonly #init: PeerFinderInit;

  constructor(init: PeerFinderInit) {
    this.#init = init;
  }

  /** Rejects when the peer is nowhere, and soon after `signal` aborts. */
  async find(peerName: string, signal: AbortSignal, onProgress: () => void): Promise<Connection> {
    const { connections } = this.#init;
    const open = best(connections(peerName));
    if (open !== undefined) return open;
    const found = new AbortController();
    const search = new Search(this.#init, peerName, AbortSignal.any([signal, found.signal]));
    try {
      return await search.run(onProgress);
    } finally {
      found.abort();
    }
  }
}

/** The connection that is taken when several are open: one that goes straight before one through a relay. */
export function best(connections: readonly Connection[]): Connection | undefined {
  const open = connections.filter(({ status }) => status === 'open');
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
  readonly #signal: AbortSignal;
  readonly #tried = new Set<string>();
  readonly #waiting: Multiaddr[] = [];
  readonly #errors: unknown[] = [];
  #dialling = 0;
  #isLookingUp = true;

  constructor(init: PeerFinderInit, peerName: string, signal: AbortSignal) {
    this.#init = init;
    this.#peerName = peerName;
    this.#signal = signal;
  }

  run(onProgress: () => void): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const end = { resolve, reject, onProgress };
      this.#signal.addEventListener('abort', () => reject(this.#signal.reason as Error));
      for (const address of this.#known()) this.#add(address);
      this.#dialNext(end);
      void this.#lookUp(end);
    });
  }

  *#known(): Generator<Multiaddr> {
    const { known, atRelays } = this.#init;
    for (const text of known(this.#peerName)) {
      try {
        yield multiaddr(text);
      } catch {
        // It is of another version, or nonsense that the peer claims.
      }
    }
    yield* atRelays(this.#peerName);
  }

  async #lookUp(end: End): Promise<void> {
    try {
      for await (const address of this.#init.lookUp(this.#peerName, this.#signal)) {
        this.#add(address);
        this.#dialNext(end);
      }
    } catch (error) {
      this.#errors.push(error);
    }
    this.#isLookingUp = false;
    this.#endIfNowhere(end);
  }

  #add(address: Multiaddr): void {
    const named = nameAtEnd(address, this.#peerName);
    if (named === undefined || this.#tried.size >= MAX_ADDRESSES) return;
    if (this.#tried.has(named.toString()) || !this.#init.canDial(named)) return;
    this.#tried.add(named.toString());
    this.#waiting.push(named);
  }

  #dialNext(end: End): void {
    while (this.#dialling < DIALS_AT_ONCE && !this.#signal.aborted) {
      const address = this.#waiting.shift();
      if (address === undefined) return;
      this.#dialling += 1;
      this.#init.dial(address, this.#signal, end.onProgress).then(
        (connection) => {
          // Another one was faster.
          if (this.#signal.aborted) connection.abort(new Error('The peer was found elsewhere.'));
          else end.resolve(connection);
        },
        (error: unknown) => {
          this.#errors.push(error);
          this.#dialling -= 1;
          this.#dialNext(end);
          this.#endIfNowhere(end);
        },
      );
    }
  }

  #endIfNowhere({ reject }: End): void {
    if (this.#dialling > 0 || this.#isLookingUp) return;
    reject(
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
  readonly onProgress: () => void;
}

/** The address with the peer's name at its end. `undefined` when somebody else is named there. */
function nameAtEnd(address: Multiaddr, peerName: string): Multiaddr | undefined {
  const last = address.getComponents().at(-1);
  if (last?.name !== 'p2p') return address.encapsulate(`/p2p/${peerName}`);
  return last.value === peerName ? address : undefined;
}
