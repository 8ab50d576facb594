import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LevelDatastore } from 'datastore-level';

/** The secrets of a host, kept between runs: its key, and the token that its page must show. */
export interface HostSecrets {
  /** Holds the key by which the host proves its peer name. The store is open. */
  readonly datastore: LevelDatastore;
  readonly token: string;
}

/**
 * Opens the secrets in `folder`, or makes them on the first run. Only the owner may read the folder. The
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
