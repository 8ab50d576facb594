import path from 'node:path';
import { LevelDatastore } from 'datastore-level';
import { UserError } from '../output/output.ts';
import { makeProfileFolder, type Profile } from './profile.ts';

/**
 * Opens what holds the key and the contacts of a profile. One program uses it at a time.
 *
 * @throws UserError when another has it.
 */
export async function openIdentityStore(profile: Profile): Promise<LevelDatastore> {
  await makeProfileFolder(profile);
  const store = new LevelDatastore(path.join(profile.folder, 'identity'));
  try {
    await store.open();
    return store;
  } catch (cause) {
    throw new UserError(
      `The profile ${profile.name} is in use by another command, or ${profile.folder} cannot be written. While beckon host runs, all commands share its identity; others have to wait for each other.`,
      { cause },
    );
  }
}
