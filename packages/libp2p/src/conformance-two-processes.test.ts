import type { ConformanceHarness } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { closeCompletely, conformanceBase } from '../test/conformance-base.ts';
import { PeerProcess } from '../test/peer-process.ts';
import { libp2pAdapter } from './index.ts';

/** One process serves many cases, each with an adapter of its own; a case that kills it gets the next a new one. */
let process: PeerProcess | undefined;

const harness: ConformanceHarness = {
  ...conformanceBase,
  async setUp() {
    const adapter = libp2pAdapter();
    if (process?.isRunning !== true) process = await PeerProcess.spawn();
    const peer = process;
    await peer.open();
    return {
      ...conformanceBase.places,
      adapter,
      peer,
      async tearDown() {
        if (peer.isRunning) await peer.call('close');
        await closeCompletely(adapter);
      },
    };
  },
};

describeConformance('libp2p across two processes', harness);

afterAll(() => process?.kill());
