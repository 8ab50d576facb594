import { CollaborationError } from '@beckon/core';
import { identify } from '@libp2p/identify';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { webSockets } from '@libp2p/websockets';
import { createLibp2p } from 'libp2p';
import type { Libp2pCounters } from '../counters.ts';
import { boundedYamux } from './bounded-yamux.ts';
import { ConnectionGuard } from './connection-guard.ts';
import { stopNode } from './stop-node.ts';
import type { ConnectionLimits } from '../options.ts';

/** Longest time that a connection may take to prove an identity and agree on Yamux. */
const UPGRADE_TIMEOUT_MS = 2_000;
/** Longest time that a stream may take to name its protocol. */
const NEGOTIATION_TIMEOUT_MS = 5_000;

export interface NodeInit {
  readonly privateKey: PrivateKey;
  readonly listen: readonly string[];
  readonly limits: ConnectionLimits;
  /** Whether a peer may connect. */
  readonly admits: (peerName: string) => boolean;
  readonly counters: Libp2pCounters;
}

/**
 * Starts a node over TCP and WebSockets, with every default replaced that a hostile peer could use.
 * Rejects with `SERVICE_UNAVAILABLE` when it cannot listen.
 */
export async function startNode(init: NodeInit): Promise<Libp2p> {
  const { privateKey, listen, limits, admits, counters } = init;
  const guard = new ConnectionGuard(limits.connectionsPerPeer, admits, counters);
  const node = await createLibp2p({
    start: false,
    privateKey,
    addresses: { listen: [...listen] },
    transports: [tcp(), webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [boundedYamux(counters)],
    services: { identify: identify(), ping: ping() },
    connectionGater: guard.gater,
    connectionManager: {
      maxConnections: limits.connections,
      inboundConnectionThreshold: limits.connectionsPerSecond,
      // More than one address can fill while its connections time out.
      maxIncomingPendingConnections: Math.ceil(
        (4 * limits.connectionsPerSecond * UPGRADE_TIMEOUT_MS) / 1_000,
      ),
      inboundUpgradeTimeout: UPGRADE_TIMEOUT_MS,
      inboundStreamProtocolNegotiationTimeout: NEGOTIATION_TIMEOUT_MS,
      outboundStreamProtocolNegotiationTimeout: NEGOTIATION_TIMEOUT_MS,
    },
  });
  guard.watch(node);
  try {
    await node.start();
  } catch (cause) {
    await stopNode(node);
    throw new CollaborationError('SERVICE_UNAVAILABLE', cannotListen(listen, cause), { cause });
  }
  return node;
}

/** libp2p's own message gives advice about an option that the adapter has not. */
function cannotListen(listen: readonly string[], cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const details = reason.split('\n').map((line) => line.trim());
  const places = details.filter((line) => line.startsWith('/')).join('; ');
  return `open: the libp2p node cannot listen at ${places === '' ? `${listen.join(', ')}: ${reason}` : places}`;
}
