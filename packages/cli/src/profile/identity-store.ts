import path from 'node:path';
import { LevelDatastore } from 'datastore-level';
import { UserError } from '../output/output.ts';
import { makeProfileFolder, type Profile } from './profile.ts';

/**
 * Opens what holds the key and the contacts of a profile. One program uses it at a time.
 *
 * @throws UserError when another has it.
 */
export function openIdentityStore(profile: Profile): Promise<LevelDatastore> {
  return openStore(profile, 'identity');
}

/**
 * Opens what holds the key of a relay. It is none of the profile's owner.
 *
 * @throws UserError when another relay has it.
 */
export function openRelayStore(profile: Profile): Promise<LevelDatastore> {
  return openStore(profile, 'relay');
}

async function openStore(profile: Profile, folder: string): Promise<LevelDatastore> {
  await makeProfileFolder(profile);
  const store = new LevelDatastore(path.join(profile.folder, folder));
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
