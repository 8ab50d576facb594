import { serveBridgeOverWebSocket } from '@beckon/bridge/node';
import type { CollaborationAdapter } from '@beckon/core';
import { BRIDGE_PATH } from '../shared/paths.ts';
import { TABLES } from '../shared/tables.ts';
import { closed, listening, pageServer } from './page-server.ts';

export { LOBBY_APPLICATION_ID } from '../shared/activity.ts';

export interface ServeLobbyOptions {
  /** The files of the page. */
  readonly pageFolder: string;
  /** Port of the page, on loopback; 0 for a free port. */
  readonly port: number;
  /** By which the host knows its own page. */
  readonly token: string;
}

export interface ServedLobby {
  /** The address of the page. The token in it opens the host: it is for this user's browser only. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page of the lobby, and the adapter that it uses, to browsers of this machine. */
export async function serveLobby(
  adapter: CollaborationAdapter,
  { pageFolder, port: wantedPort, token }: ServeLobbyOptions,
): Promise<ServedLobby> {
  const server = pageServer(pageFolder);
  const port = await listening(server, wantedPort);
  try {
    const bridge = await serveBridgeOverWebSocket(adapter, {
      server,
      token,
      allowOrigins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
      path: BRIDGE_PATH,
      allow: TABLES,
    });
    return {
      url: `http://127.0.0.1:${port}/#token=${token}`,
      close: async () => {
        await bridge.close();
        await closed(server);
      },
    };
  } catch (error) {
    await closed(server);
    throw error;
  }
}
