/**
 * A relay, through which others reach peers that cannot be dialled.
 *
 * @packageDocumentation
 */
export type { RelayCounters } from './relay-server/relay-counters.ts';
export type { RelayDhtOptions, RelayLimits, RelayOptions } from './relay-server/relay-options.ts';
export { type Relay, type RelayStatus, startRelay } from './relay-server/relay.ts';
