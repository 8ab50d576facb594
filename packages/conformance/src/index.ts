/**
 * The suite that every adapter passes: each rule of the contract as a case, without a test runner.
 *
 * @packageDocumentation
 */
export type { CaseContext, ConformanceCase } from './conformance-case.ts';
export { conformanceCases, planConformance, type PlannedCase } from './conformance-cases.ts';
export {
  ALL_TRAITS,
  CASE_TIME_LIMIT_MS,
  type ConformanceHarness,
  type ConformancePeer,
  type ConformanceSetup,
  type ConformanceTrait,
  type ConformanceTraits,
  type PeerInvitation,
  type PeerInvite,
  type PeerInviteOutcome,
} from './harness.ts';
export { type AdapterPeer, peerOf } from './peer-of.ts';
export { CONFORMANCE_APPLICATION_ID } from './samples.ts';
