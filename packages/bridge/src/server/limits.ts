import { CollaborationError } from '@beckon/core';

/** What one connection may have of the host at a time. */
export interface BridgeLimits {
  /** Calls that wait for their reply, `open()` among them. Default 1000. */
  readonly pendingCalls: number;
  /** Invitations and registrations, with those that are still being taken back. Default 1000. */
  readonly handles: number;
  /** Events, likewise. Default 1000. */
  readonly events: number;
  /** Size of the arguments of a call, or, over a WebSocket, of a message, in bytes. Default 131 072. */
  readonly messageBytes: number;
  /** Messages that it may send, in the long run; as many again at once. Default 1000. */
  readonly messagesPerSecond: number;
}

const DEFAULT_LIMITS: BridgeLimits = {
  pendingCalls: 1000,
  handles: 1000,
  events: 1000,
  // Eight times the data of an invitation: its base64, a contact with credentials, and room.
  messageBytes: 131_072,
  messagesPerSecond: 1000,
};

/**
 * The limits with their defaults.
 *
 * @throws RangeError when one is not a positive integer.
 */
export function checkLimits(limits: Partial<BridgeLimits> = {}): BridgeLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value <= 0) {
      throw new RangeError(`limits.${name} must be a positive integer; it is ${value}.`);
    }
  }
  return { ...DEFAULT_LIMITS, ...limits };
}

/** The error of a call that would go over a limit. */
export function overLimit(operation: string, limit: number, what: string): CollaborationError {
  return new CollaborationError(
    'OUT_OF_MEMORY',
    `${operation}: this connection has reached the limit of ${limit} ${what}. Close what is not needed, or raise it at the host.`,
  );
}
