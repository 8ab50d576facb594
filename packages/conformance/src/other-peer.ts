import assert from 'node:assert/strict';
import type { CaseContext } from './conformance-case.ts';
import type { ConformancePeer } from './harness.ts';

/** The third side, for cases that need `hasOtherPeer`. */
export async function otherPeerOf(context: CaseContext): Promise<ConformancePeer> {
  const other = await context.otherPeer?.();
  assert(other !== undefined, 'the harness says that there is another peer, but gives none');
  return other;
}
