/**
 * An adapter that another process, worker or window holds. This entry runs in a page.
 *
 * @packageDocumentation
 */
export { type BridgeAdapter, bridgeAdapter, type BridgeAdapterOptions } from './client/adapter.ts';
export type { ConnectBridge } from './client/connector.ts';
export { type HostAccess, hostOfPage, type PageLike } from './client/host-of-page.ts';
export {
  type ElectronMessagePort,
  messagePortPipe,
  type WebMessagePort,
} from './pipes/message-port-pipe.ts';
export {
  webSocketPipe,
  type WebSocketConstructor,
  type WebSocketLike,
  type WebSocketPipeOptions,
} from './pipes/web-socket-pipe.ts';
export type { HeartbeatOptions } from './protocol/heartbeat.ts';
export type { MessagePipe, PipeReceiver } from './protocol/message-pipe.ts';
