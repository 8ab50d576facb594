import type { Contact, Endpoint } from '@beckon/core';
import { invalidArgument } from '@beckon/core/adapter';
import type {
  ContactCard,
  DialTarget,
  OpenTransport,
  PeerStream,
  ReachedPeer,
  StreamListener,
  StreamProtocol,
  Transport,
  TransportEngine,
} from '../src/index.ts';

/** Transports of one process that reach each other by name: an address is a name. */
export class MemoryNetwork {
  readonly #members = new Map<string, Member>();

  /** What opens the transport of `name`. */
  transport(name: string): OpenTransport {
    return async (engine) => {
      const member = new Member(name, engine, this.#members);
      this.#members.set(name, member);
      return member;
    };
  }

  /** Takes a member off the network without a word. */
  crash(name: string): void {
    this.#members.get(name)?.leave();
  }
}

class Member implements Transport {
  readonly peerName: string;
  readonly engine: TransportEngine;
  readonly #members: Map<string, Member>;
  readonly #streams = new Set<StreamEnd>();

  constructor(name: string, engine: TransportEngine, members: Map<string, Member>) {
    this.peerName = name;
    this.engine = engine;
    this.#members = members;
  }

  addresses(): readonly string[] {
    return [this.peerName];
  }

  async card(): Promise<string> {
    return `card of ${this.peerName}`;
  }

  async readCard(operation: string, card: string): Promise<ContactCard> {
    const peerName = /^card of ([a-z]+)$/.exec(card)?.[1];
    if (peerName === undefined) throw invalidArgument(`${operation}: the text is not a card.`);
    return { peerName, addresses: [peerName] };
  }

  target(operation: string, { address }: Endpoint, contact?: Contact): DialTarget {
    if (!/^[a-z]+$/.test(address)) {
      throw invalidArgument(`${operation}: ${address} is not an address: it has letters only.`);
    }
    if (address === this.peerName) {
      throw invalidArgument(
        `${operation}: ${address} is this side itself; a side cannot invite itself.`,
      );
    }
    return { address, peerName: contact?.peerName };
  }

  async dial({ address, peerName }: DialTarget): Promise<ReachedPeer> {
    const member = this.#members.get(address);
    if (member === undefined) throw new Error(`Nobody is at ${address}.`);
    if (peerName !== undefined && peerName !== address) {
      throw new Error(`${peerName} is not at ${address}.`);
    }
    return {
      peerName: address,
      address,
      open: async (_signal, protocol) => this.#open(member, protocol),
    };
  }

  async close(): Promise<void> {
    this.leave();
  }

  leave(): void {
    if (this.#members.get(this.peerName) === this) this.#members.delete(this.peerName);
    for (const stream of [...this.#streams]) stream.abort();
  }

  #open(peer: Member, protocol: StreamProtocol): PeerStream {
    const [here, there] = [this.#end(peer.peerName, protocol), peer.#end(this.peerName, protocol)];
    here.other = there;
    there.other = here;
    peer.engine.onStream(there);
    return here;
  }

  #end(peerName: string, protocol: StreamProtocol): StreamEnd {
    const end = new StreamEnd(peerName, protocol, () => this.#streams.delete(end));
    this.#streams.add(end);
    return end;
  }
}

/** One end of a stream. What is written arrives with a later task, in order. */
class StreamEnd implements PeerStream {
  readonly peerName: string;
  readonly address: string;
  readonly protocol: StreamProtocol;
  other: StreamEnd | undefined;
  readonly #onGone: () => void;
  #listener: StreamListener | undefined;
  #isEnded = false;

  constructor(peerName: string, protocol: StreamProtocol, onGone: () => void) {
    this.peerName = peerName;
    this.protocol = protocol;
    this.address = peerName;
    this.#onGone = onGone;
  }

  listen(listener: StreamListener): void {
    this.#listener = listener;
  }

  send(bytes: Uint8Array): boolean {
    const { other } = this;
    setImmediate(() => {
      other?.receive(bytes);
      // Whoever keeps what it was lent finds nothing.
      bytes.fill(0);
    });
    return true;
  }

  async close(): Promise<void> {
    this.abort();
  }

  abort(): void {
    setImmediate(() => this.other?.end());
    this.end();
  }

  abortConnection(): void {
    this.abort();
  }

  receive(bytes: Uint8Array): void {
    if (!this.#isEnded) this.#listener?.onData(bytes);
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onGone();
    this.#listener?.onEnd();
  }
}
