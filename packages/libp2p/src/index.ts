/**
 * Invitations between machines over libp2p.
 *
 * @packageDocumentation
 */
export type { Libp2pCounters } from './counters.ts';
export { type Libp2pAdapter, libp2pAdapter } from './libp2p-adapter.ts';
export type { Libp2pAdapterOptions, Libp2pLimits } from './options.ts';
export type { InvitationPolicy } from './recipient/policy.ts';
export type { RateLimit } from './recipient/rate-limit.ts';
