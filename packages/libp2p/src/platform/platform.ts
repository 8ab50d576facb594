import type { NearMe } from '@beckon/engine';
import type { Libp2pOptions } from 'libp2p';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import type { NearMeOptions } from '../options.ts';

export type TransportFactory = NonNullable<Libp2pOptions['transports']>[number];

/** The differences between Node and a page. */
export interface Platform {
  /**
   * Prepares the environment for a node.
   *
   * @throws CollaborationError `NOT_SUPPORTED` where none can be started. The message says what to do instead.
   */
  prepare(): Promise<void>;

  /** The default listen addresses of a node. */
  readonly listen: readonly string[];

  /** The transports of a node. */
  transports(init: TransportsInit): readonly TransportFactory[];

  /** The reason why an address can never be dialled here, as the end of a sentence. `undefined` when it can. */
  faultOf(address: Multiaddr): string | undefined;

  /**
   * Calls `leave` when the program ends without closing its connections, as a page does. Returns a function that
   * cancels this.
   */
  onLeave?(leave: () => void): () => void;

  /** Finds people on the subnet. `undefined` where there is no multicast. */
  nearMe?(options: NearMeOptions, scheduler: SchedulerLike): NearMe;
}

export interface TransportsInit {
  /** For addresses that end in `/tls/ws`. */
  readonly tls?: { readonly cert: string; readonly key: string };
}
