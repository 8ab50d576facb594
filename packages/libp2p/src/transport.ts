import type { Endpoint } from '@beckon/core';
import type { PeerChannel } from './protocol/byte-channel.ts';

/** Where to dial. */
export interface DialTarget {
  readonly address: string;
  /** Who has to prove to be there; `undefined`: whoever is. */
  readonly peerName: string | undefined;
}

/** What carries the streams. */
export interface Transport {
  /** The identity that this side proves. */
  readonly peerName: string;
  /** Where others reach this side now; the best first. */
  endpoints(): readonly Endpoint[];
  /**
   * Opens a stream. Rejects when nobody is there, or not who was meant, or without the protocol;
   * and soon after `signal` aborts.
   */
  dial(target: DialTarget, signal: AbortSignal): Promise<PeerChannel>;
  /** Calls `onChannel` for each stream that a peer opens, until {@link stop}. */
  start(onChannel: (channel: PeerChannel) => void): Promise<void>;
  /** Ends what {@link start} began, and everything else that this side owns. */
  stop(): Promise<void>;
}
