/**
 * One adapter for all tabs of an origin. This entry runs in a page.
 *
 * @packageDocumentation
 */
export type { BroadcastLine } from './tabs/broadcast-pipe.ts';
export { type LockManagerLike, sharedLine, type SharedLineOptions } from './tabs/shared-line.ts';
