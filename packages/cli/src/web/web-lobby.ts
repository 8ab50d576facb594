import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CollaborationAdapter } from '@beckon/core';
import { type ServedLobby, serveLobby } from 'lobby/serve';
import { UserError } from '../output/output.ts';
import type { Profile } from '../profile/profile.ts';
import { changeSettings, readSettings } from '../profile/settings.ts';

/** Beside the command, and in the repository beside the sources. */
const PAGE_FOLDERS = ['page', '../../../../apps/lobby/dist/page'];

/** Serves the lobby in a browser of this machine. Its address stays the same over a restart at the same port. */
export async function serveWebLobby(
  profile: Profile,
  adapter: CollaborationAdapter,
  port: number,
): Promise<ServedLobby> {
  const pageFolder = PAGE_FOLDERS.map((folder) => path.resolve(import.meta.dirname, folder)).find(
    (folder) => existsSync(folder),
  );
  if (pageFolder === undefined) {
    throw new UserError('The page of the lobby is missing. In the repository: npm run build');
  }
  const known = (await readSettings(profile)).webToken;
  const token = known ?? randomBytes(32).toString('base64url');
  if (known === undefined) await changeSettings(profile, { webToken: token });
  return serveLobby(adapter, { pageFolder, port, token });
}
