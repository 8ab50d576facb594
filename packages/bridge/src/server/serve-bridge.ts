import type { CollaborationError } from '@beckon/core';
import type { CollaborationAdapter } from '@beckon/core/adapter';
import { checkHeartbeat, type HeartbeatOptions } from '../protocol/heartbeat.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { type Allowed, AllowList } from './allow.ts';
import { HostConnection } from './host-connection.ts';
import { type BridgeLimits, checkLimits } from './limits.ts';

export interface ServeBridgeOptions extends HeartbeatOptions {
  /**
   * What the other side may call: function tables, and single functions of others. A function of a
   * table of which only others are allowed rejects with `NOT_AUTHORIZED`. So does every function of
   * `invitations` and `identity`, the tables that each adapter has, when nothing of them is allowed.
   */
  readonly allow: readonly Allowed[];
  /** What one client may have and send. Each a positive integer. */
  readonly limits?: Partial<BridgeLimits>;
  /** Hears of a handle or event that failed to close. Default: reported as RxJS reports an unhandled error. */
  readonly onTeardownError?: (error: CollaborationError) => void;
}

/** The connection with one client, as the host sees it. */
export interface BridgeConnection {
  /** What the client has of the host right now. */
  readonly held: { readonly calls: number; readonly handles: number; readonly events: number };
  /**
   * Resolves when the connection has ended, from either side, and everything that the client held is
   * cancelled and closed. Waits for calls of the adapter that would still give a handle. Never rejects.
   */
  readonly ended: Promise<void>;
  /** Ends the connection; resolves with {@link ended}. */
  close(): Promise<void>;
}

/**
 * Offers `adapter` over `pipe` to one client, until the pipe ends.
 *
 * A client that is open has the adapter opened once. `open()` is counted: when the host has opened the
 * adapter itself, it stays open when the clients leave; otherwise it is open while there is a client. When the client goes away, in whatever way, its invitations and objects are withdrawn, its
 * handles, change queues, subscriptions and events closed, and its `open()` is undone.
 *
 * @throws TypeError when `allow` names something that is not of the contract.
 * @throws RangeError when `heartbeatMs` or a limit is out of range.
 */
export function serveBridge(
  adapter: CollaborationAdapter,
  pipe: MessagePipe,
  options: ServeBridgeOptions,
): BridgeConnection {
  return bridgeServer('serveBridge', adapter, options)(pipe);
}

/** Checks the options once, and gives what serves each client. */
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
