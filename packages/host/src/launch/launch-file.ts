import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AppLaunchInfo, type Guid, parseGuid, type ReceivedInvitation } from '@beckon/core';
import { readCheckedFile } from '../files/read-checked-file.ts';

/** Names the file in the environment of the launched program. */
export const LAUNCH_FILE_VARIABLE = 'BECKON_LAUNCH_FILE';

const VERSION = 1;
/** The largest invitation in base64, with a contact and its credentials. */
const MAX_FILE_BYTES = 262_144;
const FOLDER_PREFIX = 'beckon-launch-';
/** A program that has not read its file by then never will, in milliseconds. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1_000;

/** What a launched program is told: the contract's launch information, and which invitation it was. */
export interface LaunchedInvitation extends AppLaunchInfo {
  /** Names the invitation at the host's adapter: for its channel. */
  readonly invitationId: string;
  /** Whether the inviter has proven who they are. */
  readonly isVerified: boolean;
}

/** A launch file that has been written. */
export interface LaunchFile {
  readonly path: string;
  /** Removes it, read or not. Never throws. */
  remove(): void;
}

/**
 * Writes what a program is to know into a file of its own, which this user alone can open.
 *
 * @param base - Default: the runtime folder of this user, or the system's temporary folder.
 */
export async function writeLaunchFile(
  { id, applicationId, message, data, from }: ReceivedInvitation,
  base = baseFolder(),
): Promise<LaunchFile> {
  const { contact, endpoint, isVerified } = from;
  const folder = await mkdtemp(path.join(base, FOLDER_PREFIX));
  const file = path.join(folder, 'invitation.json');
  const content = {
    version: VERSION,
    invitation: { id, applicationId, message, data: data && base64(data) },
    from: {
      isVerified,
      endpoint,
      contact: contact && {
        ...contact,
        credentials: contact.credentials && base64(contact.credentials),
      },
    },
  };
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 });
  return {
    path: file,
    remove: () => {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // What is left is removed when it is stale.
      }
    },
  };
}

/**
 * Reads a launch file, and removes it. Of several readers one gets it; `undefined` for all others, and when
 * there is no such file.
 *
 * @throws Error when the file is not what a host writes, or others can change it.
 */
export async function takeLaunchFile(file: string): Promise<LaunchedInvitation | undefined> {
  const folder = path.dirname(file);
  const taken = path.join(folder, `.taken-${randomBytes(8).toString('hex')}`);
  try {
    await rename(file, taken);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return parsed(await readCheckedFile('launchInfo', taken, 'currentUser', MAX_FILE_BYTES));
  } finally {
    await rm(taken, { force: true });
    if (path.basename(folder).startsWith(FOLDER_PREFIX)) await rmdir(folder).catch(() => undefined);
  }
}

/** Removes the launch files that no program has read within a day. */
export async function removeStaleLaunchFiles(base = baseFolder(), now = Date.now()): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(FOLDER_PREFIX))) {
    const folder = path.join(base, name);
    const status = await lstat(folder).catch(() => undefined);
    const isOwn = process.getuid === undefined || status?.uid === process.getuid();
    if (status?.isDirectory() !== true || !isOwn || now - status.mtimeMs < STALE_AFTER_MS) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The runtime folder of this user where there is one: it is in memory, and ends with the session. */
function baseFolder(): string {
  return process.env['XDG_RUNTIME_DIR'] ?? tmpdir();
}

interface WrittenLaunch {
  readonly version: unknown;
  readonly invitation: {
    readonly id: string;
    readonly applicationId: string;
    readonly message?: string;
    readonly data?: string;
  };
  readonly from: {
    readonly isVerified: boolean;
    readonly endpoint: AppLaunchInfo['endpoint'];
    readonly contact?: Omit<NonNullable<AppLaunchInfo['contact']>, 'credentials'> & {
      readonly credentials?: string;
    };
  };
}

function parsed(text: string): LaunchedInvitation {
  const { version, invitation, from } = JSON.parse(text) as WrittenLaunch;
  if (version !== VERSION) {
    throw new Error(`launchInfo: the launch file has version ${String(version)}, not ${VERSION}.`);
  }
  const { id, message, data } = invitation;
  const applicationId: Guid = parseGuid(invitation.applicationId);
  const { contact, endpoint, isVerified } = from;
  return {
    invitationId: id,
    isVerified,
    endpoint,
    ...(contact === undefined ? {} : { contact: contactOf(contact) }),
    invitation: {
      applicationId,
      ...(message === undefined ? {} : { message }),
      ...(data === undefined ? {} : { data: bytesOf(data) }),
    },
  };
}

function contactOf({
  credentials,
  ...contact
}: NonNullable<WrittenLaunch['from']['contact']>): NonNullable<AppLaunchInfo['contact']> {
  return credentials === undefined ? contact : { ...contact, credentials: bytesOf(credentials) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
