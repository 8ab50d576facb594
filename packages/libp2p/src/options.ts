import { LIMITS } from '@beckon/core';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import type { Datastore } from 'interface-datastore';
import type { SchedulerLike } from 'rxjs';
import type { SessionTiming } from './protocol/peer-session.ts';
import type { InvitationPolicy } from './recipient/policy.ts';
import type { RateLimit } from './recipient/rate-limit.ts';

/** How {@link libp2pAdapter} is made. */
export interface Libp2pAdapterOptions {
  /**
   * The Ed25519 key that this side proves. Default: the one in {@link datastore}, which is made on
   * the first `open()`; without a datastore a fresh one, kept as long as the adapter object.
   */
  readonly identity?: PrivateKey;
  /**
   * Keeps the identity between runs, unencrypted: give a store that only its owner can read. Nothing
   * else is kept there. The adapter neither opens nor closes it.
   */
  readonly datastore?: Datastore;
  /**
   * Multiaddrs to listen at. Default: `/ip4/127.0.0.1/tcp/0`, which only this machine reaches. Give
   * `/ip4/0.0.0.0/tcp/0` to be invited from other machines, `[]` to be reached by nobody.
   */
  readonly listen?: readonly string[];
  /** From whom invitations are taken. Default: `'anyone'`. */
  readonly policy?: InvitationPolicy;
  readonly limits?: Libp2pLimits;
  /**
   * A started node to use in place of an own one, with TCP or WebSockets, Noise and Yamux. The adapter
   * adds its protocol and removes it again; it never stops the node, and what protects the node is
   * its maker's business. Excludes {@link identity}, {@link datastore} and {@link listen}.
   */
  readonly libp2p?: Libp2p;
  /** What this endpoint calls itself: at most 255 UTF-16 units, told to every peer, proven to none. */
  readonly name?: string;
  /** Runs every timer. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** What one peer, and all together, may ask of this side. Times in milliseconds. */
export interface Libp2pLimits {
  /** Received invitations of one peer that wait for an answer. Default: 100. */
  readonly pendingPerPeer?: number;
  /** Received invitations of all peers that wait for an answer. Default: 1 000. */
  readonly pending?: number;
  /** How many invitations one peer may send. Default: 100 at once, 20 more each second. */
  readonly rate?: RateLimit;
  /** Longest time that a received invitation waits, whatever its sender says. Default: 24 hours. */
  readonly lifetimeMs?: number;
  /** How long connecting may take. Default: 5 000. */
  readonly dialTimeoutMs?: number;
  /** How long a first frame, or the rest of one, may take. Default: 5 000. */
  readonly frameTimeoutMs?: number;
  /** How long a stream without an invitation is kept by the side that opened it. Default: 60 000. */
  readonly idleTimeoutMs?: number;
  /**
   * How long a peer may be silent while an invitation waits for it, before it counts as dead. It is
   * asked for a sign of life before. Default: 2 500.
   */
  readonly silenceTimeoutMs?: number;
  /** Connections of all peers together. Default: 300. */
  readonly connections?: number;
  /** Connections of one peer. Default: 4. */
  readonly connectionsPerPeer?: number;
  /** New connections each second from one IP address, which everybody behind one NAT shares. Default: 50. */
  readonly connectionsPerSecond?: number;
}

export interface ResolvedLimits {
  readonly pendingPerPeer: number;
  readonly pending: number;
  readonly rate: RateLimit;
  readonly lifetimeMs: number;
  readonly dialTimeoutMs: number;
  readonly timing: SessionTiming;
  readonly connections: number;
  readonly connectionsPerPeer: number;
  readonly connectionsPerSecond: number;
}

/** A silent peer is asked this often before it counts as dead, so that one late answer is not enough. */
const TICKS_UNTIL_DEAD = 5;
const TICKS_UNTIL_PING = 2;
const LIFETIME_MS = 24 * 60 * 60 * 1_000;

/**
 * Fills in the defaults.
 *
 * @throws RangeError for a limit that is not a positive number.
 */
export function resolveLimits(limits: Libp2pLimits = {}): ResolvedLimits {
  const numbers = { ...limits, ...limits.rate };
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value === 'number' && !(value > 0)) {
      throw new RangeError(`libp2pAdapter: limits.${name} is ${value}; it is a positive number.`);
    }
  }
  const tickMs = (limits.silenceTimeoutMs ?? 2_500) / TICKS_UNTIL_DEAD;
  const ticks = (ms: number): number => Math.ceil(ms / tickMs);
  return {
    pendingPerPeer: limits.pendingPerPeer ?? 100,
    pending: limits.pending ?? 1_000,
    rate: limits.rate ?? { burst: 100, perSecond: 20 },
    lifetimeMs: Math.min(limits.lifetimeMs ?? LIFETIME_MS, LIMITS.timerMs),
    dialTimeoutMs: limits.dialTimeoutMs ?? 5_000,
    timing: {
      tickMs,
      ticksUntilPing: TICKS_UNTIL_PING,
      ticksUntilDead: TICKS_UNTIL_DEAD,
      ticksPerFrame: ticks(limits.frameTimeoutMs ?? 5_000),
      ticksUntilIdle: ticks(limits.idleTimeoutMs ?? 60_000),
    },
    connections: limits.connections ?? 300,
    connectionsPerPeer: limits.connectionsPerPeer ?? 4,
    connectionsPerSecond: limits.connectionsPerSecond ?? 50,
  };
}
