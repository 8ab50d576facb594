import type { ConformanceHarness } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { conformanceBase } from '../test/conformance-base.ts';
import { PeerProcess } from 'test-support/peer-process';
import { setUpElsewhere } from 'test-support/set-up-elsewhere';
import { endpointOf } from '../test/two-adapters.ts';
import { libp2pAdapter } from './index.ts';

/**
 * One process serves many cases, each with its own adapter. After a case that kills it, the next case starts a new
 * one.
 */
let process: PeerProcess | undefined;

const harness: ConformanceHarness = {
  ...conformanceBase,
  traits: { ...conformanceBase.traits, hasPeerAdapter: false },
  async setUp() {
    if (process?.isRunning !== true) process = await PeerProcess.spawn();
    const setup = await setUpElsewhere({
      make: () => libp2pAdapter({ nearMe: true }),
      endpointOf,
      peer: process,
    });
    return { ...conformanceBase.places, ...setup };
  },
};

describeConformance('libp2p across two processes', harness);

afterAll(() => process?.kill());
