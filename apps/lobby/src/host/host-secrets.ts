import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LevelDatastore } from 'datastore-level';

/** What a host keeps between runs: who it is, and what its page must show. */
export interface HostSecrets {
  /** Holds the key that the host proves its identity with. Open. */
  readonly datastore: LevelDatastore;
  readonly token: string;
}

/**
 * Opens the secrets in `folder`, which only its owner may read; on the first run they are made. The
 * caller closes the datastore. Rejects when another host uses the folder.
 */
export async function openSecrets(folder: string): Promise<HostSecrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const datastore = new LevelDatastore(path.join(folder, 'identity'));
  try {
    await datastore.open();
  } catch (cause) {
    throw new Error(`${folder} is in use by another host, or cannot be written.`, { cause });
  }
  return { datastore, token: await loadToken(path.join(folder, 'token')) };
}

async function loadToken(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}
