import type { CollaborationError } from '@beckon/core';
import type { CollaborationAdapter } from '@beckon/core/adapter';
import { checkHeartbeat, type HeartbeatOptions } from '../protocol/heartbeat.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { type Allowed, AllowList } from './allow.ts';
import { HostConnection } from './host-connection.ts';
import { type BridgeLimits, checkLimits } from './limits.ts';

export interface ServeBridgeOptions extends HeartbeatOptions {
  /**
   * The functions that the client may call: whole function tables, or single functions. When some functions
   * of a table are allowed, the others reject with `NOT_AUTHORIZED`. A table without an allowed function is
   * absent at the client. `invitations` and `identity` are never absent: their functions reject with
   * `NOT_AUTHORIZED`.
   */
  readonly allow: readonly Allowed[];
  /** The limits of one client, each a positive integer. */
  readonly limits?: Partial<BridgeLimits>;
  /** Called when a handle or event has failed to close. Default: RxJS reports an unhandled error. */
  readonly onTeardownError?: (error: CollaborationError) => void;
}

/** The connection with one client, at the host. */
export interface BridgeConnection {
  /** The number of calls, handles and events of the client right now. */
  readonly held: { readonly calls: number; readonly handles: number; readonly events: number };
  /**
   * Resolves when the connection has ended, from either side, and everything that the client held is
   * cancelled and closed. Waits for calls of the adapter that still give a handle. Never rejects.
   */
  readonly ended: Promise<void>;
  /** Ends the connection; resolves with {@link ended}. */
  close(): Promise<void>;
}

/**
 * Offers `adapter` over `pipe` to one client, until the pipe ends.
 *
 * Each open client opens the adapter once. `open()` is counted: an adapter that the host has opened itself
 * stays open when the clients leave; otherwise the adapter is open while there is a client. When the client
 * goes away, in any way, its invitations and objects are withdrawn, its handles, change queues,
 * subscriptions and events are closed, and its `open()` is undone.
 *
 * @throws TypeError when `allow` has a name that the contract does not have.
 * @throws RangeError when `heartbeatMs` or a limit is out of range.
 */
export function serveBridge(
  adapter: CollaborationAdapter,
  pipe: MessagePipe,
  options: ServeBridgeOptions,
): BridgeConnection {
  return bridgeServer('serveBridge', adapter, options)(pipe);
}

/** Checks the options once, and gives the function that serves each client. */
export function bridgeServer(
  operation: string,
  adapter: CollaborationAdapter,
  options: ServeBridgeOptions,
): (pipe: MessagePipe) => BridgeConnection {
  checkHeartbeat(operation, options);
  const checked = {
    ...options,
    allow: new AllowList(operation, options.allow),
    limits: checkLimits(operation, options.limits),
  };
  return (pipe) => new HostConnection(adapter, pipe, checked);
}
