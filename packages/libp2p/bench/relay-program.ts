// A relay in a process of its own, which says what it uses.
import { readdirSync } from 'node:fs';
import { startRelay } from '../src/relay.ts';

const relay = await startRelay({
  listen: ['/ip4/127.0.0.1/tcp/0'],
  limits: { connectionsPerSecond: 1_000 },
});

export interface RelayUse {
  readonly rssBytes: number;
  readonly descriptors: number;
  /** Of this process since its start, in milliseconds. */
  readonly processorMs: number;
  readonly reservations: number;
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  process.send?.({
    rssBytes: process.memoryUsage.rss(),
    descriptors: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : Number.NaN,
    processorMs: (user + system) / 1_000,
    reservations: relay.status().reservations,
  } satisfies RelayUse);
});
process.send?.(relay.addresses[0]);
