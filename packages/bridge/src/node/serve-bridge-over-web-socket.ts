import type { CollaborationAdapter } from '@beckon/core/adapter';
import { checkLimits } from '../server/limits.ts';
import {
  type BridgeConnection,
  bridgeServer,
  type ServeBridgeOptions,
} from '../server/serve-bridge.ts';
import type { PipeListener, PipeListenerOptions } from './pipe-listener.ts';
import { listenForUpgrades } from './upgrade-listener.ts';

export interface WebSocketBridgeOptions extends ServeBridgeOptions, PipeListenerOptions {}

export type WebSocketBridge = PipeListener<BridgeConnection>;

/**
 * Offers `adapter` to pages and programs of this machine over WebSockets. The client's side is
 * `webSocketPipe`. Each client is served as `serveBridge` does.
 *
 * A client gets in only over loopback, with a `Host` of loopback, with an allowed `Origin` or none, and
 * with the token; see Security in the README.
 *
 * Rejects with a `TypeError` when `allow`, an origin or the token has the wrong form, with a
 * `RangeError` when `heartbeatMs` or a limit is out of range, and when the port is taken.
 */
export async function serveBridgeOverWebSocket(
  adapter: CollaborationAdapter,
  options: WebSocketBridgeOptions,
): Promise<WebSocketBridge> {
  const operation = 'serveBridgeOverWebSocket';
  const serve = bridgeServer(operation, adapter, options);
  const { messageBytes } = checkLimits(operation, options.limits);
  return listenForUpgrades(operation, options, messageBytes, serve);
}
