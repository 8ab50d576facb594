/**
 * A two-sided network in memory for testing apps that use beckon.
 *
 * @packageDocumentation
 */
export type { Duration } from './duration.ts';
export type { AdapterCall, CallFault, Fault, MessageFault, SignalFault } from './fault.ts';
export type { ContactDetails } from './member.ts';
export type { MessageKind } from './message.ts';
export type { MockAdapter } from './mock-adapter.ts';
export {
  createMockNetwork,
  type JoinOptions,
  type MockNetwork,
  type MockNetworkOptions,
} from './mock-network.ts';
export type { MockPeer, PeerAnswer, PeerRecord, PeerRules } from './mock-peer.ts';
export type { Policy } from './policy.ts';
