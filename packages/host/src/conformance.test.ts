import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALL_TRAITS, peerOf } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { FUNCTION_TABLES, withTables } from '@beckon/core/adapter';
import type { CollaborationAdapter } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { createHost } from './index.ts';

describeConformance('the adapter of a host, over the mock', {
  tables: FUNCTION_TABLES,
  traits: ALL_TRAITS,
  expiryMs: 300,
  async setUp() {
    const network = createMockNetwork();
    const folder = await mkdtemp(path.join(tmpdir(), 'beckon-host-'));
    const hosted = (adapter: CollaborationAdapter): CollaborationAdapter => {
      const folders = {
        currentUser: path.join(folder, adapter.name, 'a'),
        allUsers: path.join(folder, 'b'),
      };
      return withTables(createHost(adapter, { folders }).adapter, {});
    };
    const adapter = hosted(network.join({ name: 'alice' }));
    const openPeer = async (peerName: string) => {
      const other = network.join({ name: peerName });
      await other.open();
      return peerOf(other, other);
    };
    const peer = await openPeer('bob');
    const peers = [peer];
    return {
      adapter,
      peer: { ...peer, kill: async () => network.crash('bob') },
      nowhere: { address: 'nobody' },
      malformed: { address: 'not an address' },
      stranger: { peerName: 'mallory' },
      otherAdapter: async () => network.join({ name: 'dave' }),
      async otherPeer() {
        const carol = await openPeer('carol');
        peers.push(carol);
        return carol;
      },
      async tearDown() {
        for (const { stop } of peers) stop();
        for (const address of ['alice', 'bob', 'carol', 'dave']) network.crash(address);
        await rm(folder, { recursive: true });
      },
    };
  },
});
