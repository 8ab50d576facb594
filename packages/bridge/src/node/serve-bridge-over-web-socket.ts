import type { CollaborationAdapter } from '@beckon/core';
import { checkLimits } from '../server/limits.ts';
import {
  type BridgeConnection,
  serveBridge,
  type ServeBridgeOptions,
} from '../server/serve-bridge.ts';
import { type ChannelListener, type ChannelListenerOptions, openDoor } from './door.ts';

export interface WebSocketBridgeOptions extends ServeBridgeOptions, ChannelListenerOptions {}

export type WebSocketBridge = ChannelListener<BridgeConnection>;

/**
 * Offers `adapter` to pages and programs of this machine over WebSockets; the client's side is
 * `webSocketChannel`. Each client is served as `serveBridge` does.
 *
 * Nobody gets in who is not on loopback, or comes with a foreign `Host` or `Origin`, or without the
 * token; see Security in the README.
 *
 * @throws TypeError when an origin or the token has the wrong form.
 * @throws RangeError when a limit is out of range. Rejects when the port is taken.
 */
export async function serveBridgeOverWebSocket(
  adapter: CollaborationAdapter,
  options: WebSocketBridgeOptions,
): Promise<WebSocketBridge> {
  return openDoor(
    'serveBridgeOverWebSocket',
    options,
    checkLimits(options.limits).messageBytes,
    (channel) => serveBridge(adapter, channel, options),
  );
}
