/**
 * Offers an adapter to another process, worker or window. This entry needs no particular platform.
 *
 * @packageDocumentation
 */
export {
  type ElectronMessagePort,
  messagePortPipe,
  type WebMessagePort,
} from './pipes/message-port-pipe.ts';
export type { HeartbeatOptions } from './protocol/heartbeat.ts';
export type { MessagePipe, PipeReceiver } from './protocol/message-pipe.ts';
export type { Allowed } from './server/allow.ts';
export type { BridgeLimits } from './server/limits.ts';
export {
  type BridgeConnection,
  serveBridge,
  type ServeBridgeOptions,
} from './server/serve-bridge.ts';
