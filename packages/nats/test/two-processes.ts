import type { ConformanceHarness } from '@beckon/conformance';
import { natsAdapter } from '../src/index.ts';
import { conformanceBase } from './conformance-base.ts';
import { PeerProcess } from 'test-support/peer-process';
import { setUpElsewhere } from 'test-support/set-up-elsewhere';
import { endpointOf, type Servers } from './sides.ts';

/** The peer in a process of its own, which serves many cases; a case that kills it gets the next a new one. */
export function inTwoProcesses(servers: Servers): ConformanceHarness & { stop(): Promise<void> } {
  let process: PeerProcess | undefined;
  return {
    ...conformanceBase,
    traits: { ...conformanceBase.traits, hasPeerAdapter: false },
    async setUp() {
      if (process?.isRunning !== true) process = await PeerProcess.spawn();
      const setup = await setUpElsewhere({
        make: () => natsAdapter({ servers: servers() }),
        endpointOf,
        peer: process,
        options: { servers: servers() },
      });
      return { ...conformanceBase.places, ...setup };
    },
    stop: async () => process?.kill(),
  };
}
