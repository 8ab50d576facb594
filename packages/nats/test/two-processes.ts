import type { ConformanceHarness } from '@beckon/conformance';
import { type NatsAdapter, natsAdapter } from '../src/index.ts';
import { closeCompletely } from 'test-support/close-completely';
import { conformanceBase } from './conformance-base.ts';
import { PeerProcess } from 'test-support/peer-process';
import { openAsPeer, type Servers } from './sides.ts';

/** The peer in a process of its own, which serves many cases; a case that kills it gets the next a new one. */
export function inTwoProcesses(servers: Servers): ConformanceHarness & { stop(): Promise<void> } {
  let process: PeerProcess | undefined;
  return {
    ...conformanceBase,
    traits: { ...conformanceBase.traits, hasPeerAdapter: false },
    async setUp() {
      const adapter = natsAdapter({ servers: servers() });
      if (process?.isRunning !== true) process = await PeerProcess.spawn();
      const peer = process;
      await peer.open({ servers: servers() });
      await peer.call('showTo', await cardOf(adapter));
      const opened: NatsAdapter[] = [];
      return {
        ...conformanceBase.places,
        adapter,
        peer,
        otherAdapter: async () => natsAdapter({ servers: servers() }),
        otherPeer: () => openAsPeer(natsAdapter({ servers: servers() }), opened),
        async tearDown() {
          if (peer.isRunning) await peer.call('close');
          await Promise.all([adapter, ...opened].map(closeCompletely));
        },
      };
    },
    stop: async () => process?.kill(),
  };
}

/** The card of an adapter that is closed, and keeps its key. */
async function cardOf(adapter: NatsAdapter): Promise<string> {
  await adapter.open();
  const card = await adapter.identity.card();
  await adapter.close();
  return card;
}
