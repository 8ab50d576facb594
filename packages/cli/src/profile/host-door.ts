import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type BridgeAdapter, bridgeAdapter, webSocketPipe } from '@beckon/bridge';
import type { CollaborationAdapter } from '@beckon/core';
import { serveBridgeOverWebSocket } from '@beckon/bridge/node';
import { WebSocket } from 'ws';
import writeFileAtomic from 'write-file-atomic';
import type { Profile } from './profile.ts';

/** How other commands of this user reach a running host: a bridge on loopback, and the token that opens it. */
interface Door {
  readonly url: string;
  readonly token: string;
}

export interface OpenDoor {
  close(): Promise<void>;
}

/** Lets other commands of the same profile use the adapter of a host. The file of the door is for this user only. */
export async function openDoor(profile: Profile, adapter: CollaborationAdapter): Promise<OpenDoor> {
  const bridge = await serveBridgeOverWebSocket(adapter, {
    // No page gets in.
    allowOrigins: [],
    allow: [
      'invitations',
      'inbox',
      'identity',
      'channels',
      'visibility',
      'peopleNearMe',
      'contacts',
      'presence',
      'applications',
      'objects',
      'endpointData',
      'events',
    ],
  });
  const file = doorFile(profile);
  await writeFileAtomic(
    file,
    JSON.stringify({ url: bridge.url, token: bridge.token } satisfies Door),
    { mode: 0o600 },
  );
  return {
    close: async () => {
      await rm(file, { force: true });
      await bridge.close();
    },
  };
}

/** The adapter of the running host of a profile; `undefined` when none runs. It is not open. */
export async function adapterOfRunningHost(profile: Profile): Promise<BridgeAdapter | undefined> {
  const door = await readDoor(profile);
  if (door === undefined) return undefined;
  try {
    const { url, token } = door;
    return await bridgeAdapter(() => webSocketPipe(url, { token, WebSocket }));
  } catch {
    // A host that was killed has left its door behind.
    return undefined;
  }
}

async function readDoor(profile: Profile): Promise<Door | undefined> {
  try {
    const { url, token } = JSON.parse(await readFile(doorFile(profile), 'utf8')) as Partial<Door>;
    return url === undefined || token === undefined ? undefined : { url, token };
  } catch {
    return undefined;
  }
}

function doorFile({ folder }: Profile): string {
  return path.join(folder, 'host.json');
}
