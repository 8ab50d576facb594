// A host that is attacked, in a process of its own, and tells what that costs it.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createGuid } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { serveBridgeOverWebSocket } from '../../src/node.ts';

/** What an attack has cost the host. */
export interface HostFigures {
  readonly baseBytes: number;
  readonly peakBytes: number;
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  readonly counters: Readonly<Record<string, number>>;
}

const network = createMockNetwork();
const adapter = network.join({ name: 'alice' });
await adapter.open();
const bridge = await serveBridgeOverWebSocket(adapter, {
  allow: ['invitations', 'inbox', 'identity', 'objects'],
  allowOrigins: ['http://localhost:5173'],
  heartbeatMs: 1000,
});
// What a client can ask for, and not read.
await adapter.visibility.signIn('all');
await adapter.objects.publish({
  id: createGuid(),
  publicationScope: 'all',
  data: new Uint8Array(16_384),
});

const delays = monitorEventLoopDelay({ resolution: 5 });
let baseBytes = 0;
let peakBytes = 0;
setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 20);

process.on('message', (request) => {
  if (request === 'begin') {
    (globalThis as { gc?: () => void }).gc?.();
    baseBytes = process.memoryUsage.rss();
    peakBytes = baseBytes;
    delays.enable();
    delays.reset();
    process.send?.({});
  } else {
    process.send?.({
      baseBytes,
      peakBytes,
      loopP99Ms: delays.percentile(99) / 1e6,
      loopMaxMs: delays.max / 1e6,
      counters: { ...bridge.counters },
    } satisfies HostFigures);
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ url: bridge.url, token: bridge.token });
