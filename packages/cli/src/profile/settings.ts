import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { makeProfileFolder, type Profile } from './profile.ts';

/** What a profile remembers between runs, besides its key and its contacts. */
export interface Settings {
  /** What this side calls itself. */
  readonly name: string;
  /** The port at which the host was reached last. */
  readonly port?: number;
  /** Where contacts were reached last, by their `peerName`. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** Reads the settings. A file that is missing or damaged gives the defaults. */
export async function readSettings(profile: Profile): Promise<Settings> {
  const text = await readFile(settingsFile(profile), 'utf8').catch(() => '{}');
  const { name, port, addresses } = parsed(text);
  return {
    name: typeof name === 'string' && name !== '' ? name : userName(),
    ...(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536
      ? { port: Number(port) }
      : {}),
    addresses: addressesIn(addresses),
  };
}

/** Changes some settings, and leaves the others. */
export async function changeSettings(profile: Profile, changes: Partial<Settings>): Promise<void> {
  await makeProfileFolder(profile);
  const changed = { ...(await readSettings(profile)), ...changes };
  await writeFileAtomic(settingsFile(profile), `${JSON.stringify(changed, undefined, 2)}\n`, {
    mode: 0o600,
  });
}

/** Remembers where a contact was reached. */
export async function rememberAddress(
  profile: Profile,
  peerName: string,
  address: string,
): Promise<void> {
  const { addresses } = await readSettings(profile);
  if (addresses[peerName] === address) return;
  await changeSettings(profile, { addresses: { ...addresses, [peerName]: address } });
}

function settingsFile({ folder }: Profile): string {
  return path.join(folder, 'settings.json');
}

function parsed(text: string): Partial<Record<keyof Settings, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function addressesIn(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'Somebody';
  }
}
