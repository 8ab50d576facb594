/**
 * A two-sided network in memory for testing apps that use beckon.
 *
 * @packageDocumentation
 */
export type { MockAdapter } from './adapter.ts';
export type { Duration } from './network/duration.ts';
export type { AdapterCall, CallFault, Fault, MessageFault, SignalFault } from './network/fault.ts';
export type { ContactDetails } from './network/member.ts';
export type { MessageKind } from './network/message.ts';
export {
  createMockNetwork,
  type JoinOptions,
  type MockNetwork,
  type MockNetworkOptions,
} from './network/mock-network.ts';
export type {
  MockPeer,
  PeerAnswer,
  PeerPresence,
  PeerRecord,
  PeerRules,
  PeerTalk,
} from './peers/mock-peer.ts';
export { replayAdapter, type ReplayOptions } from './replay/replay-adapter.ts';
