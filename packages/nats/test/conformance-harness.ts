import type { NatsConnection } from '@nats-io/nats-core';
import { type AdapterPeer, type ConformanceHarness, peerOf } from '@beckon/conformance';
import type { NatsAdapter, NatsAdapterOptions } from '../src/index.ts';
import { natsAdapter } from '../src/index.ts';
import { breakableAdapter } from './breakable-adapter.ts';
import { closeCompletely, conformanceBase } from './conformance-base.ts';
import { PeerProcess } from './peer-process.ts';

/** What a case begins with. */
type Servers = () => NatsAdapterOptions['servers'];

/**
 * Both sides in this process, over the servers that `servers` names when a case begins.
 *
 * @param onPeerConnected - Gets the connection of each case's peer.
 */
export function inOneProcess(
  servers: Servers,
  onPeerConnected: (connection: NatsConnection) => void = () => undefined,
): ConformanceHarness {
  return {
    ...conformanceBase,
    async setUp() {
      const opened: NatsAdapter[] = [];
      const openPeer = (peerAdapter: NatsAdapter) => openAsPeer(peerAdapter, opened);
      const adapter = natsAdapter({ servers: servers() });
      const breakable = breakableAdapter({ servers: servers() });
      const peer = await openPeer(breakable.adapter);
      onPeerConnected(breakable.connection());
      return {
        ...conformanceBase.places,
        adapter,
        peer: { ...peer, kill: () => breakable.connection().close() },
        otherAdapter: async () => natsAdapter({ servers: servers() }),
        otherPeer: () => openPeer(natsAdapter({ servers: servers() })),
        async tearDown() {
          peer.stop();
          await Promise.all([adapter, ...opened].map(closeCompletely));
        },
      };
    },
  };
}

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

async function openAsPeer(adapter: NatsAdapter, opened: NatsAdapter[]): Promise<AdapterPeer> {
  await adapter.open();
  opened.push(adapter);
  const [endpoint] = await adapter.identity.endpoints();
  return peerOf(adapter, { endpoint: endpoint!, contact: await adapter.identity.contact() });
}

/** The card of an adapter that is closed, and keeps its key. */
async function cardOf(adapter: NatsAdapter): Promise<string> {
  await adapter.open();
  const card = await adapter.identity.card();
  await adapter.close();
  return card;
}
