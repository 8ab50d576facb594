import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { createCounters, type Libp2pCounters } from '../src/counters.ts';
import { startNode } from '../src/node/node.ts';
import { nodePlatform } from '../src/platform/node.ts';
import { createPrivateKey } from '../src/node/private-key.ts';
import { connectionLimits } from '../src/options.ts';

/** A node as the adapter makes one, for tests that need the node itself. */
export async function startTestNode(
  counters: Libp2pCounters = createCounters(),
  privateKey?: PrivateKey,
): Promise<Libp2p> {
  await nodePlatform.prepare();
  const { libp2p } = await startNode({
    privateKey: privateKey ?? (await createPrivateKey()),
    listen: nodePlatform.listen,
    transports: nodePlatform.transports({}),
    limits: connectionLimits(),
    admits: () => true,
    knows: () => false,
    isIdle: () => true,
    counters,
  });
  return libp2p;
}
