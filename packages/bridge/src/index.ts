/**
 * An adapter that another process, worker or window holds. This entry runs in a page.
 *
 * @packageDocumentation
 */
export type { BridgeChannel, ChannelReceiver } from './protocol/channel.ts';
export type { LinkOptions } from './protocol/link.ts';
export {
  type ElectronMessagePort,
  messagePortChannel,
  type WebMessagePort,
} from './channels/message-port-channel.ts';
export {
  webSocketChannel,
  type WebSocketChannelOptions,
  type WebSocketConstructor,
  type WebSocketLike,
} from './channels/web-socket-channel.ts';
export {
  type BridgeAdapter,
  bridgeAdapter,
  type BridgeAdapterOptions,
} from './client/bridge-adapter.ts';
export type { ConnectBridge } from './client/connector.ts';
