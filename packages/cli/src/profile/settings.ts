import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import type { Libp2pAdapterOptions } from '@beckon/libp2p';
import writeFileAtomic from 'write-file-atomic';
import { makeProfileFolder, type Profile } from './profile.ts';

/** What a profile remembers between runs, besides its key and its contacts. */
export interface Settings {
  /** What this side calls itself. */
  readonly name: string;
  /** The port at which the host was reached last. */
  readonly port?: number;
  /** The relays at which this side is reached, and looks for others. */
  readonly relays?: readonly string[];
  /** Nodes of the distributed hash table in which this side is found by name, and finds others. */
  readonly dht?: readonly string[];
  /** By which the host knows its own page. */
  readonly webToken?: string;
}

/** Reads the settings. A file that is missing or damaged gives the defaults. */
export async function readSettings(profile: Profile): Promise<Settings> {
  const text = await readFile(settingsFile(profile), 'utf8').catch(() => '{}');
  const { name, port, relays, dht, webToken } = parsed(text);
  return {
    name: typeof name === 'string' && name !== '' ? name : userName(),
    ...(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536
      ? { port: Number(port) }
      : {}),
    ...(isListOfTexts(relays) && relays.length > 0 ? { relays } : {}),
    ...(isListOfTexts(dht) && dht.length > 0 ? { dht } : {}),
    ...(typeof webToken === 'string' && webToken.length >= 43 ? { webToken } : {}),
  };
}

/** How others are found, and this side is reached, beyond what it listens at. */
export function reachOf({ relays, dht }: Settings): Pick<Libp2pAdapterOptions, 'relays' | 'dht'> {
  return {
    ...(relays === undefined ? {} : { relays }),
    ...(dht === undefined ? {} : { dht: { bootstrap: dht } }),
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

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
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

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'Somebody';
  }
}
