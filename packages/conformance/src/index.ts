/**
 * The suite that every adapter passes: each rule of the contract as a case, without a test runner.
 *
 * @packageDocumentation
 */
export { type CaseContext, CASE_TIME_LIMIT_MS, type ConformanceCase } from './conformance-case.ts';
export {
  conformanceCases,
  FUNCTION_TABLES,
  planConformance,
  type PlannedCase,
} from './conformance-cases.ts';
export type {
  ConformanceAbility,
  ConformanceHarness,
  ConformancePeer,
  ConformanceSetup,
  PeerInvitation,
  PeerInvite,
} from './harness.ts';
export { type AdapterPeer, peerOf } from './peer-of.ts';
export { CONFORMANCE_APPLICATION_ID } from './samples.ts';
