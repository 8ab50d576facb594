/**
 * The suite that every adapter passes: each rule of the contract as a case, without a test runner.
 *
 * @packageDocumentation
 */
export type { CaseContext, ConformanceCase } from './conformance-case.ts';
export {
  conformanceCases,
  FUNCTION_TABLES,
  planConformance,
  type PlannedCase,
} from './conformance-cases.ts';
export {
  CASE_TIME_LIMIT_MS,
  type ConformanceAbility,
  type ConformanceHarness,
  type ConformancePeer,
  type ConformanceSetup,
  type PeerInvitation,
  type PeerInvite,
} from './harness.ts';
export { type AdapterPeer, peerOf } from './peer-of.ts';
export { CONFORMANCE_APPLICATION_ID } from './samples.ts';
