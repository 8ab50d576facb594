// The victim of a trial, in a process of its own: accepts what honest peers send, leaves the rest
// pending, and tells what it costs. See trial.ts.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { incomingInvitations } from '@beckon/core';
import { type Libp2pAdapter, libp2pAdapter } from '../../src/index.ts';
import { type Figures, HONEST, type VictimOptions } from './trial.ts';

const SAMPLE_MS = 50;

let adapter: Libp2pAdapter;
let peakBytes = 0;
let watch = { cpu: process.cpuUsage(), at: performance.now() };
const loop = monitorEventLoopDelay({ resolution: 10 });

const sample = (): void => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
};

const methods = {
  async open(options: VictimOptions): Promise<string> {
    adapter = libp2pAdapter(options);
    await adapter.open();
    incomingInvitations(adapter).subscribe((invitation) => {
      // The sender may be gone before it has the answer.
      if (invitation.message === HONEST) invitation.accept().catch(() => undefined);
    });
    setInterval(sample, SAMPLE_MS).unref();
    const [endpoint] = await adapter.identity.endpoints();
    return endpoint?.address ?? '';
  },
  /** Begins to watch, and tells how large the process is. */
  async watch(): Promise<number> {
    globalThis.gc?.();
    peakBytes = 0;
    sample();
    watch = { cpu: process.cpuUsage(), at: performance.now() };
    loop.enable();
    loop.reset();
    return peakBytes;
  },
  async figures(): Promise<Figures> {
    sample();
    const counters: Record<string, number> = { ...adapter.counters };
    const { user, system } = process.cpuUsage(watch.cpu);
    return {
      peakBytes,
      cpuShare: (user + system) / 1_000 / (performance.now() - watch.at),
      loopP99Ms: loop.percentile(99) / 1e6 - 10,
      loopMaxMs: loop.max / 1e6 - 10,
      counters,
      connections: adapter.libp2p?.getConnections().length ?? 0,
      knownPeers: (await adapter.libp2p?.peerStore.all())?.length ?? 0,
    };
  },
};

export type VictimMethods = typeof methods;

process.on(
  'message',
  ({ call, method, args }: { call: number; method: keyof VictimMethods; args: never[] }) => {
    void (async () => {
      const result = await (methods[method] as (...args: never[]) => Promise<unknown>)(...args);
      process.send?.({ call, result });
    })();
  },
);
process.on('disconnect', () => process.exit());
