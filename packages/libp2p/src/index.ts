/**
 * Invitations between machines over libp2p.
 *
 * @packageDocumentation
 */
export { type Libp2pAdapter, libp2pAdapter } from './adapter.ts';
export type { Libp2pCounters } from './counters.ts';
export type { Libp2pAdapterOptions, Libp2pLimits, NearMeOptions } from './options.ts';
