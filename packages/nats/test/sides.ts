import type { CollaborationAdapter, Endpoint } from '@beckon/core';
import type { NatsConnection } from '@nats-io/nats-core';
import { type AdapterPeer, type ConformanceHarness, peerOf } from '@beckon/conformance';
import { adapterOn, type NatsAdapter } from '../src/adapter.ts';
import type { NatsAdapterOptions } from '../src/options.ts';
import type { Platform } from '../src/platform.ts';
import { breakableAdapter } from './breakable-adapter.ts';
import { closeCompletely } from 'test-support/close-completely';
import { conformanceBase } from './conformance-base.ts';

/** What a case begins with. */
export type Servers = () => NatsAdapterOptions['servers'];

/**
 * Both sides in this process, over the servers that `servers` names when a case begins.
 *
 * @param onPeerConnected - Gets the connection of each case's peer.
 */
export function inOneProcess(
  platform: Platform,
  servers: Servers,
  onPeerConnected: (connection: NatsConnection) => void = () => undefined,
): ConformanceHarness {
  const make = (): NatsAdapter => adapterOn(platform, { servers: servers() });
  return {
    ...conformanceBase,
    async setUp() {
      const opened: NatsAdapter[] = [];
      const openPeer = (peerAdapter: NatsAdapter) => openAsPeer(peerAdapter, opened);
      const adapter = make();
      const breakable = breakableAdapter(platform, { servers: servers() });
      const peer = await openPeer(breakable.adapter);
      onPeerConnected(breakable.connection());
      return {
        ...conformanceBase.places,
        adapter,
        peer: { ...peer, kill: () => breakable.connection().close() },
        otherAdapter: async () => make(),
        otherPeer: () => openPeer(make()),
        async tearDown() {
          peer.stop();
          await Promise.all([adapter, ...opened].map(closeCompletely));
        },
      };
    },
  };
}

async function openAsPeer(adapter: NatsAdapter, opened: NatsAdapter[]): Promise<AdapterPeer> {
  await adapter.open();
  opened.push(adapter);
  return peerOf(adapter, {
    endpoint: await endpointOf(adapter),
    contact: await adapter.identity.contact(),
  });
}

export async function endpointOf({ identity }: CollaborationAdapter): Promise<Endpoint> {
  const [endpoint] = await identity.endpoints();
  return endpoint!;
}
