import { type BridgeAdapter, bridgeAdapter } from '@beckon/bridge';
import { sharedLine } from '@beckon/bridge/tabs';
import { endpointName } from '@beckon/core/identity';
import { type Libp2pAdapter, libp2pAdapter } from '@beckon/libp2p';
import { webRTC } from '@libp2p/webrtc';
import { IDBDatastore } from 'datastore-idb';
import { LOBBY_APPLICATION_ID } from '../../shared/activity.ts';
import { TABLES } from '../../shared/tables.ts';
import type { AloneAddress } from './alone-address.ts';

/**
 * Connects this page with an adapter of its own: no host is beside it. Its key and its contacts are in the browser's
 * storage; all tabs of a person share one adapter.
 */
export function connectAlone({ person, relays }: AloneAddress): () => Promise<BridgeAdapter> {
  const connect = sharedLine({
    name: person,
    allow: TABLES,
    makeAdapter: () => makeAdapter({ person, relays }),
  });
  return () => bridgeAdapter(connect);
}

async function makeAdapter({ person, relays }: AloneAddress): Promise<Libp2pAdapter> {
  const datastore = new IDBDatastore(`beckon ${person}`);
  await datastore.open();
  const nameKey = `beckon name ${person}`;
  const adapter = libp2pAdapter({
    name: localStorage.getItem(nameKey) ?? person,
    datastore,
    relays,
    // No server on the internet is asked where this machine is.
    webRTC: webRTC({ rtcConfiguration: { iceServers: [] } }),
  });
  await adapter.open();
  endpointName(adapter).subscribe((name) => localStorage.setItem(nameKey, name));
  await registerLobby(adapter);
  return adapter;
}

/** Lets those who watch this side see that it has the lobby. */
async function registerLobby({ applications }: Libp2pAdapter): Promise<void> {
  if ((await applications.own(LOBBY_APPLICATION_ID)).length > 0) return;
  const application = { id: LOBBY_APPLICATION_ID, description: 'Whiteboard' };
  await applications.register({ application, program: 'page' }, 'currentUser');
}
