import { ALL_TRAITS, type ConformanceHarness, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import type { CollaborationAdapter } from '@beckon/core';
import { closeCompletely } from '../test/close-completely.ts';
import { MemorySubnet } from '../test/memory-near-me.ts';
import { MemoryNetwork } from '../test/memory-network.ts';
import { type EngineAdapter, engineAdapter } from './index.ts';

const harness: ConformanceHarness = {
  tables: [
    'invitations',
    'inbox',
    'identity',
    'contacts',
    'channels',
    'visibility',
    'peopleNearMe',
    'events',
    'presence',
    'applications',
    'objects',
    'endpointData',
  ],
  traits: ALL_TRAITS,
  async setUp() {
    const network = new MemoryNetwork();
    const subnet = new MemorySubnet();
    const opened: CollaborationAdapter[] = [];
    const join = (name: string): EngineAdapter =>
      engineAdapter({
        name: 'memory',
        transport: network.transport(name),
        nearMe: subnet.nearMe(),
      });
    const joinOpen = async (name: string) => {
      const adapter = join(name);
      await adapter.open();
      opened.push(adapter);
      return peerOf(adapter, { endpoint: { address: name }, contact: { peerName: name } });
    };
    const adapter = join('ada');
    const peer = await joinOpen('bob');
    return {
      adapter,
      peer: { ...peer, kill: async () => network.crash('bob') },
      nowhere: { address: 'nobody' },
      malformed: { address: 'not an address' },
      stranger: { peerName: 'mallory' },
      otherAdapter: async () => join('eve'),
      otherPeer: () => joinOpen('carol'),
      async tearDown() {
        peer.stop();
        await Promise.all([adapter, ...opened].map(closeCompletely));
      },
    };
  },
};

describeConformance('the engine over a network in memory', harness);
