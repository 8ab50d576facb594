/**
 * Offers an adapter to another process, worker or window. This entry needs no particular platform.
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
export type { Allowed } from './server/allow.ts';
export type { BridgeLimits } from './server/limits.ts';
export {
  type BridgeConnection,
  serveBridge,
  type ServeBridgeOptions,
} from './server/serve-bridge.ts';
