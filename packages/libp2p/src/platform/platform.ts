import type { NearMe } from '@beckon/engine';
import type { Libp2pOptions } from 'libp2p';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike } from 'rxjs';
import type { NearMeOptions } from '../options.ts';

export type TransportFactory = NonNullable<Libp2pOptions['transports']>[number];

/** What differs between Node and a page. */
export interface Platform {
  /**
   * Makes ready what a node needs.
   *
   * @throws CollaborationError `NOT_SUPPORTED` where none can be started. The message says what to do instead.
   */
  prepare(): Promise<void>;

  /** Where a node listens when it is not told. */
  readonly listen: readonly string[];

  /** How a node connects. */
  transports(init: TransportsInit): readonly TransportFactory[];

  /** Why an address can never be dialled here; the message ends a sentence. `undefined` when it can. */
  faultOf(address: Multiaddr): string | undefined;

  /**
   * Calls `leave` when the program ends without a word to its connections, as a page does. Gives what takes
   * that back.
   */
  onLeave?(leave: () => void): () => void;

  /** Finds people on the subnet. `undefined` where there is no multicast. */
  nearMe?(options: NearMeOptions, scheduler: SchedulerLike): NearMe;
}

export interface TransportsInit {
  /** For addresses that end in `/tls/ws`. */
  readonly tls?: { readonly cert: string; readonly key: string };
}
