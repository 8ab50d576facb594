import path from 'node:path';
import { type Libp2pAdapter, libp2pAdapter } from '@beckon/libp2p';
import { openSecrets } from './host-secrets.ts';
import { openAtSamePort } from './same-port.ts';
import { LOBBY_APPLICATION_ID, serveLobby } from './serve-lobby.ts';

/** How long a host that was killed is still shown to those near, in seconds. */
const NEAR_TTL_SECONDS = 15;

export interface LobbyHostOptions {
  /** The name of this side for others. */
  readonly name: string;
  /** The folder of key, token and port, kept between runs. It is made when it is missing. */
  readonly dataFolder: string;
  /** The files of the page. */
  readonly pageFolder: string;
  /** Port of the page, on loopback; 0 for a free port. */
  readonly port: number;
  /** Multiaddrs at which other hosts reach this one. */
  readonly listen: readonly string[];
  /** Whether people on the local network find this side, and it them. */
  readonly isNear: boolean;
}

export interface LobbyHost {
  /** The address of the page. The token in it opens the host: it is for this user's browser only. */
  readonly url: string;
  /** Withdraws the pending invitations, and releases everything. */
  close(): Promise<void>;
}

/** Starts a host: the adapter over libp2p, its bridge, and the page that uses it. */
export async function startLobbyHost(options: LobbyHostOptions): Promise<LobbyHost> {
  const releases: (() => Promise<unknown>)[] = [];
  async function releaseAll(): Promise<void> {
    for (const release of releases.reverse()) await release();
  }
  let closing: Promise<void> | undefined;
  // Ctrl+C in a terminal can come as two signals: both wait for the same end.
  const close = (): Promise<void> => (closing ??= releaseAll());
  try {
    const { datastore, token } = await openSecrets(options.dataFolder);
    releases.push(() => datastore.close());

    const { name, dataFolder, isNear } = options;
    const adapter = await openAtSamePort(path.join(dataFolder, 'port'), options.listen, (listen) =>
      libp2pAdapter({
        name,
        listen,
        datastore,
        nearMe: isNear && { ttlSeconds: NEAR_TTL_SECONDS },
      }),
    );
    releases.push(() => adapter.close());
    await registerLobby(adapter);

    const { pageFolder, port } = options;
    const served = await serveLobby(adapter, { pageFolder, port, token });
    releases.push(() => served.close());
    return { url: served.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lets those who watch this side see that it has the lobby. */
async function registerLobby({ applications }: Libp2pAdapter): Promise<void> {
  const application = { id: LOBBY_APPLICATION_ID, description: 'Whiteboard' };
  if ((await applications.own(LOBBY_APPLICATION_ID)).length > 0) return;
  await applications.register({ application, program: process.execPath }, 'currentUser');
}
