/**
 * Offers an adapter to pages and programs of this machine over WebSockets, from Node.
 *
 * @packageDocumentation
 */
export type { ListenerCounters } from './node/listener-counters.ts';
export { listenForPipes, type ListenForPipesOptions } from './node/listen-for-pipes.ts';
export type { PipeListener, PipeListenerOptions, ServedPipe } from './node/pipe-listener.ts';
export {
  serveBridgeOverWebSocket,
  type WebSocketBridge,
  type WebSocketBridgeOptions,
} from './node/serve-bridge-over-web-socket.ts';
export type { HeartbeatOptions } from './protocol/heartbeat.ts';
export type { MessagePipe, PipeReceiver } from './protocol/message-pipe.ts';
export type { Allowed } from './server/allow.ts';
export type { BridgeLimits } from './server/limits.ts';
export type { BridgeConnection, ServeBridgeOptions } from './server/serve-bridge.ts';
