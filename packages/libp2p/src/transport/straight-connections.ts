import type { Connection } from '@libp2p/interface';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import { pause } from '../pause.ts';
import type { OutdoneConnections } from './outdone-connections.ts';
import { RecentPeers } from './recent-peers.ts';

/** How long this side waits for a direct connection before it uses the relay, in milliseconds. */
const PATIENCE_MS = 1_500;
/** How long setting up a direct connection may take, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** For this time after a failure, the relay is used without waiting, in milliseconds. */
const FAILED_MS = 300_000;

export interface StraightConnectionsInit {
  readonly dial: (address: Multiaddr, signal: AbortSignal) => Promise<Connection>;
  /** Takes the relayed connections in place of which there is a direct one now. */
  readonly outdone: OutdoneConnections;
  readonly scheduler: SchedulerLike;
}

/** Replaces relayed connections by direct ones over WebRTC. */
export class StraightConnections {
  readonly #init: StraightConnectionsInit;
  readonly #underWay = new Map<string, Promise<Connection | undefined>>();
  readonly #failed: RecentPeers;
  readonly #closed = new AbortController();

  constructor(init: StraightConnectionsInit) {
    this.#init = init;
    this.#failed = new RecentPeers(FAILED_MS, init.scheduler);
  }

  /** A direct connection to the peer of `relayed`, if it can be set up soon; otherwise `relayed`. Never rejects. */
  async insteadOf(relayed: Connection): Promise<Connection> {
    const peerName = relayed.remotePeer.toString();
    if (this.#failed.has(peerName)) return relayed;
    const attempt = this.#underWay.get(peerName) ?? this.#begin(peerName, relayed);
    const straight = await Promise.race([
      attempt,
      pause(PATIENCE_MS, this.#closed.signal, this.#init.scheduler),
    ]);
    return straight ?? relayed;
  }

  close(): void {
    this.#closed.abort();
  }

  #begin(peerName: string, relayed: Connection): Promise<Connection | undefined> {
    const attempt = this.#attempt(peerName, relayed).finally(() => this.#underWay.delete(peerName));
    this.#underWay.set(peerName, attempt);
    return attempt;
  }

  async #attempt(peerName: string, relayed: Connection): Promise<Connection | undefined> {
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const [relay = ''] = relayed.remoteAddr.toString().split('/p2p-circuit');
    const address = multiaddr(`${relay}/p2p-circuit/webrtc/p2p/${peerName}`);
    try {
      const straight = await this.#init.dial(address, signal);
      this.#init.outdone.add(relayed);
      return straight;
    } catch {
      // The network blocks WebRTC, or the peer has none: the relay stays in use.
      if (!this.#closed.signal.aborted) this.#failed.note(peerName);
      return undefined;
    }
  }
}
