/**
 * Invitations between pages, and between pages and machines, over libp2p.
 *
 * @packageDocumentation
 */
import { type Libp2pAdapter, NodeAdapter } from './adapter.ts';
import type { Libp2pAdapterOptions } from './options.ts';
import { pagePlatform } from './platform/page.ts';

export type { Libp2pAdapter } from './adapter.ts';
export type { Libp2pCounters } from './counters.ts';
export type { DhtOptions, Libp2pAdapterOptions, Libp2pLimits, NearMeOptions } from './options.ts';

/**
 * Makes an adapter as `libp2pAdapter` in Node does, within the limits of a page: it dials addresses over WebSockets,
 * and is reached through `relays`. Bundlers choose it by the condition `browser`.
 *
 * `open()` rejects with `NOT_SUPPORTED` in a page that came over http, because the browser gives it no cryptography.
 *
 * @throws TypeError for an option of the wrong form, or options that exclude each other; RangeError for
 *   a number that is out of range, or a name that is too long; `NOT_SUPPORTED` for `nearMe`.
 */
export function libp2pAdapter(options: Libp2pAdapterOptions = {}): Libp2pAdapter {
  return new NodeAdapter(pagePlatform, options);
}
