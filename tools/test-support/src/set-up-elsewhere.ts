import type { CollaborationAdapter, Endpoint } from '@beckon/core';
import { type AdapterPeer, peerOf } from '@beckon/conformance';
import { closeCompletely } from './close-completely.ts';
import type { PeerClient } from './peer-client.ts';

export interface ElsewhereInit<Peer extends PeerClient> {
  /** Makes an adapter of this side. */
  readonly make: () => CollaborationAdapter;
  /** Resolves with the endpoint of an open adapter. */
  readonly endpointOf: (adapter: CollaborationAdapter) => Promise<Endpoint>;
  readonly peer: Peer;
  /** The options of the peer's adapter. */
  readonly options?: object;
}

/** Sets one case of the suite up whose peer is in another process. The peer serves the next case too. */
export async function setUpElsewhere<Peer extends PeerClient>({
  make,
  endpointOf,
  peer,
  options = {},
}: ElsewhereInit<Peer>) {
  const adapter = make();
  await peer.open(options);
  await peer.call('showTo', await cardOf(adapter));
  const opened: CollaborationAdapter[] = [];
  return {
    adapter,
    peer,
    otherAdapter: async () => make(),
    async otherPeer(): Promise<AdapterPeer> {
      const other = make();
      await other.open();
      opened.push(other);
      return peerOf(other, {
        endpoint: await endpointOf(other),
        contact: await other.identity.contact(),
      });
    },
    async tearDown() {
      if (peer.isRunning) await peer.call('close');
      await Promise.all([adapter, ...opened].map(closeCompletely));
    },
  };
}

/** The card of a closed adapter, which keeps its key. */
async function cardOf(adapter: CollaborationAdapter): Promise<string> {
  await adapter.open();
  const card = await adapter.identity.card();
  await adapter.close();
  return card;
}
