import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type ApplicationFolders, defaultApplicationFolders } from '@beckon/host';
import envPaths from 'env-paths';
import { UserError } from '../output/output.ts';

const PROFILE_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,31}$/;
const DEFAULT = 'default';

/** One identity on this machine, with its contacts and settings. */
export interface Profile {
  readonly name: string;
  /** Readable by its owner only. */
  readonly folder: string;
  /** Where the applications are registered that can be launched. */
  readonly applications: ApplicationFolders;
}

/**
 * The profile of a name, in the folder `BECKON_HOME`, or where the platform keeps data of programs.
 *
 * @throws UserError for a name that is none.
 */
export function profileNamed(
  name = process.env['BECKON_PROFILE'] ?? DEFAULT,
  home = process.env['BECKON_HOME'],
): Profile {
  if (!PROFILE_NAME.test(name)) {
    throw new UserError(
      `--profile is ${JSON.stringify(name)}; use 1 to 32 letters, digits, - and _.`,
    );
  }
  const base = home ?? envPaths('beckon', { suffix: '' }).data;
  const folder = path.join(base, 'profiles', name);
  const shared = defaultApplicationFolders();
  const isShared = name === DEFAULT && home === undefined;
  return {
    name,
    folder,
    applications: isShared ? shared : { ...shared, currentUser: path.join(folder, 'applications') },
  };
}

export async function makeProfileFolder({ folder }: Profile): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}
