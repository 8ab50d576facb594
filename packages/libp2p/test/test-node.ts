import type { Libp2p } from '@libp2p/interface';
import { createCounters, type Libp2pCounters } from '../src/counters.ts';
import { createIdentity } from '../src/identity.ts';
import { startNode } from '../src/node.ts';
import { resolveLimits } from '../src/options.ts';
import { supplyMissingGlobals } from '../src/platform.ts';

/** A node as the adapter makes one, for tests that need the node itself. */
export async function startTestNode(counters: Libp2pCounters = createCounters()): Promise<Libp2p> {
  await supplyMissingGlobals();
  return startNode({
    privateKey: await createIdentity(),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    limits: resolveLimits(),
    isAdmitted: () => true,
    counters,
  });
}
