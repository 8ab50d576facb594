import { lstat, mkdir } from 'node:fs/promises';
import { CollaborationError } from '@beckon/core';

/** Permissions of group and others. */
const FOREIGN_BITS = 0o077;
const FOREIGN_WRITE_BITS = 0o022;

/** Whose files a folder may hold. */
export type FolderOwner = 'currentUser' | 'allUsers';

/**
 * Makes a folder that only this user can open. Does nothing when it is there.
 *
 * @throws CollaborationError `NOT_AUTHORIZED` when something else is there, or others can reach into it.
 */
export async function makePrivateFolder(operation: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await checkFolder(operation, folder, 'currentUser');
}

/**
 * Checks that nobody else can change what is in a folder. A link in its place is refused.
 *
 * @throws CollaborationError `NOT_AUTHORIZED`, or the error of the file system when the folder is not there.
 */
export async function checkFolder(
  operation: string,
  folder: string,
  owner: FolderOwner,
): Promise<void> {
  const status = await lstat(folder);
  if (!status.isDirectory()) throw denied(operation, folder, 'it is no folder');
  checkOwner(operation, folder, owner, status);
}

/** What the file system says about a file or a folder. */
export interface Ownership {
  readonly uid: number;
  readonly mode: number;
}

/** @throws CollaborationError `NOT_AUTHORIZED` when somebody else owns it, or can change it. */
export function checkOwner(
  operation: string,
  file: string,
  owner: FolderOwner,
  { uid, mode }: Ownership,
): void {
  // Windows has neither; the profile of a user is its own there.
  const ownUid = process.getuid?.();
  if (ownUid === undefined) return;
  const isOwn = uid === ownUid;
  if (!isOwn && !(owner === 'allUsers' && uid === 0)) {
    throw denied(operation, file, `it belongs to the user ${uid}`);
  }
  const forbidden = owner === 'allUsers' ? FOREIGN_WRITE_BITS : FOREIGN_BITS;
  if ((mode & forbidden) !== 0) {
    const allowed = owner === 'allUsers' ? 'go-w' : 'go-rwx';
    throw denied(operation, file, `others can reach it; run chmod ${allowed} on it`);
  }
}

function denied(operation: string, file: string, why: string): CollaborationError {
  return new CollaborationError('NOT_AUTHORIZED', `${operation}: ${file} is not used: ${why}.`);
}
