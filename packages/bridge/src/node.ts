/**
 * Offers an adapter to pages and programs of this machine over WebSockets, from Node.
 *
 * @packageDocumentation
 */
export type { ChannelListener, ChannelListenerOptions, ServedChannel } from './node/door.ts';
export { listenForChannels, type ListenForChannelsOptions } from './node/listen-for-channels.ts';
export {
  serveBridgeOverWebSocket,
  type WebSocketBridge,
  type WebSocketBridgeOptions,
} from './node/serve-bridge-over-web-socket.ts';
export type { BridgeChannel, ChannelReceiver } from './protocol/channel.ts';
export type { Allowed } from './server/allow.ts';
export type { BridgeLimits } from './server/limits.ts';
export type { BridgeConnection, ServeBridgeOptions } from './server/serve-bridge.ts';
export type { LinkOptions } from './protocol/link.ts';
