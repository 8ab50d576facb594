import type { CollaborationError } from '@beckon/core';

/**
 * Where the connection with a host stands.
 *
 * | state | meaning |
 * |---|---|
 * | `connecting` | the first attempt is under way; always so on a server |
 * | `connected` | the adapter can be used |
 * | `away` | the host cannot be reached, or is lost; it is tried again by itself |
 * | `refused` | the host does not let this page in, or speaks another version; only `retry()` tries again |
 */
export type BridgeState = 'connecting' | 'connected' | 'away' | 'refused';

/** What {@link useBridge} returns. The same object until it changes. */
export interface UseBridgeResult {
  readonly state: BridgeState;
  /** Why the last attempt failed, while `away` or `refused`. */
  readonly error: CollaborationError | undefined;
  /** Tries at once, when it is `away` or `refused`. Always the same function. */
  readonly retry: () => void;
  readonly isConnecting: boolean;
  readonly isConnected: boolean;
  readonly isAway: boolean;
  readonly isRefused: boolean;
}

/** Adds the flags of its state. */
export function bridgeResult(
  known: Pick<UseBridgeResult, 'state' | 'error' | 'retry'>,
): UseBridgeResult {
  return {
    ...known,
    isConnecting: known.state === 'connecting',
    isConnected: known.state === 'connected',
    isAway: known.state === 'away',
    isRefused: known.state === 'refused',
  };
}
