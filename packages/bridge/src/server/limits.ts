import { CollaborationError } from '@beckon/core';

/** Limits of one client: of its resources at the host, and of its messages. No limit refuses a release. */
export interface BridgeLimits {
  /** Calls that wait for their reply, `open()` among them. Default 1000. */
  readonly pendingCalls: number;
  /**
   * Invitations, change queues, objects and subscriptions, with those that are still being released.
   * Default 1000.
   */
  readonly handles: number;
  /** Events, with those that are still being released. Default 1000. */
  readonly events: number;
  /** Size of the arguments of a call, or, over a WebSocket, of a message, in bytes. Default 1 572 864. */
  readonly messageBytes: number;
  /**
   * Calls a second in the long run, and as many more at once. Further calls are refused. Twice as many
   * messages end the connection. Default 1000.
   */
  readonly callsPerSecond: number;
}

export const DEFAULT_LIMITS: BridgeLimits = {
  pendingCalls: 1000,
  handles: 1000,
  events: 1000,
  // The largest argument is a message on a channel: 1 MiB, which base64 makes a third longer.
  messageBytes: 1_572_864,
  callsPerSecond: 1000,
};

/**
 * The limits with their defaults.
 *
 * @throws RangeError when a limit is not a positive integer.
 */
export function checkLimits(operation: string, limits: Partial<BridgeLimits> = {}): BridgeLimits {
  for (const [name, value] of Object.entries(limits))
    checkCount(operation, `limits.${name}`, value);
  return { ...DEFAULT_LIMITS, ...limits };
}

/** @throws RangeError when `value` is not a positive integer up to `max`. */
export function checkCount(
  operation: string,
  name: string,
  value: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isInteger(value) && value > 0 && value <= max) return value;
  throw new RangeError(
    `${operation}: ${name} is ${value}; it must be an integer from 1 to ${max}.`,
  );
}

/** The error of a call that would go over a limit. */
export function limitReached(operation: string, limit: number, of: string): CollaborationError {
  return new CollaborationError(
    'LIMIT_REACHED',
    `${operation}: the bridge allows this client ${limit} ${of}. Close what is not needed, or raise the limit at the host.`,
  );
}
