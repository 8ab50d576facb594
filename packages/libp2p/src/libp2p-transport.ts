import type { Endpoint } from '@beckon/core';
import type { Connection, Libp2p } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { PeerChannel } from './protocol/byte-channel.ts';
import { INVITATION_PROTOCOL } from './protocol/protocol.ts';
import { peerChannel } from './stream-channel.ts';
import type { DialTarget, Transport } from './transport.ts';

/** Streams of the protocol that one connection may have: one of use, and some that are just ending. */
const MAX_STREAMS = 4;

export interface Libp2pTransportInit {
  readonly node: Libp2p;
  /** Whether the node was made for the transport, which then stops it. */
  readonly isOwner: boolean;
  readonly name: string | undefined;
}

/** Longest time that a connection may take to close, in milliseconds. */
const CLOSE_TIMEOUT_MS = 200;

/** Streams of the invitation protocol over a libp2p node. */
export class Libp2pTransport implements Transport {
  readonly #node: Libp2p;
  readonly #isOwner: boolean;
  readonly #name: string | undefined;

  constructor({ node, isOwner, name }: Libp2pTransportInit) {
    this.#node = node;
    this.#isOwner = isOwner;
    this.#name = name;
  }

  get peerName(): string {
    return this.#node.peerId.toString();
  }

  endpoints(): readonly Endpoint[] {
    const addresses = this.#node.getMultiaddrs();
    // What only this machine can dial comes last.
    const sorted = [
      ...addresses.filter((address) => !isLoopback(address)),
      ...addresses.filter((address) => isLoopback(address)),
    ];
    const name = this.#name === undefined ? {} : { name: this.#name };
    return sorted.map((address) => ({ address: address.toString(), ...name }));
  }

  async dial({ address, peerName }: DialTarget, signal: AbortSignal): Promise<PeerChannel> {
    const given = multiaddr(address);
    const isNamed = peerName === undefined || given.getComponents().at(-1)?.name === 'p2p';
    const target = isNamed ? given : given.encapsulate(`/p2p/${peerName}`);
    const connection = await this.#connect(target, signal);
    if (peerName !== undefined && !connection.remotePeer.equals(peerIdFromString(peerName))) {
      throw new Error(`${peerName} is not at ${address}.`);
    }
    const stream = await connection.newStream(INVITATION_PROTOCOL, {
      signal,
      maxOutboundStreams: MAX_STREAMS,
      runOnLimitedConnection: true,
    });
    return peerChannel(stream, connection);
  }

  async #connect(target: Multiaddr, signal: AbortSignal): Promise<Connection> {
    for (;;) {
      try {
        return await this.#node.dial(target, { signal });
      } catch (error) {
        // libp2p lets a dial join one to the same peer that has just been given up, and fail with it.
        const isOfOther = error instanceof Error && error.name === 'AbortError' && !signal.aborted;
        if (!isOfOther) throw error;
      }
    }
  }

  async start(onChannel: (channel: PeerChannel) => void): Promise<void> {
    await this.#node.handle(
      INVITATION_PROTOCOL,
      (stream, connection) => onChannel(peerChannel(stream, connection)),
      {
        maxInboundStreams: MAX_STREAMS,
        maxOutboundStreams: MAX_STREAMS,
        runOnLimitedConnection: true,
      },
    );
  }

  async stop(): Promise<void> {
    await this.#node.unhandle(INVITATION_PROTOCOL);
    if (!this.#isOwner) return;
    // A peer that closes at the same moment would keep stop() waiting.
    await Promise.all(this.#node.getConnections().map(closeSoon));
    await this.#node.stop();
  }
}

async function closeSoon(connection: Connection): Promise<void> {
  try {
    await connection.close({ signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) });
  } catch (error) {
    connection.abort(error as Error);
  }
}

function isLoopback(address: Multiaddr): boolean {
  return address
    .getComponents()
    .some(
      ({ name, value }) =>
        (name === 'ip4' && value?.startsWith('127.')) || (name === 'ip6' && value === '::1'),
    );
}
