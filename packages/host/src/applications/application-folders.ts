import path from 'node:path';
import type { RegistrationType } from '@beckon/core';
import envPaths from 'env-paths';

/** Where the registrations of each type are kept, one file each. */
export type ApplicationFolders = Readonly<Record<RegistrationType, string>>;

/**
 * The folders of this platform. Those of this user are where it keeps settings: `~/.config/beckon/applications`,
 * `~/Library/Preferences/beckon/applications`, `%APPDATA%\beckon\Config\applications`. Those of all users need an
 * administrator to write: `/etc/beckon/applications`, `/Library/Application Support/beckon/applications`,
 * `%ProgramData%\beckon\applications`.
 */
export function defaultApplicationFolders(): ApplicationFolders {
  const { config } = envPaths('beckon', { suffix: '' });
  return {
    currentUser: path.join(config, 'applications'),
    allUsers: path.join(folderOfAllUsers(), 'beckon', 'applications'),
  };
}

function folderOfAllUsers(): string {
  switch (process.platform) {
    case 'win32':
      return process.env['ProgramData'] ?? 'C:\\ProgramData';
    case 'darwin':
      return '/Library/Application Support';
    default:
      return '/etc';
  }
}
