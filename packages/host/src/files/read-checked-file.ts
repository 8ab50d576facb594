import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CollaborationError } from '@beckon/core';
import { checkOwner, type FolderOwner } from './private-folder.ts';

/**
 * Reads a small text file that nobody else can change. A link is not followed.
 *
 * @throws CollaborationError `NOT_AUTHORIZED` for a file that others can change, `SERVICE_UNAVAILABLE` for one that is
 *   larger than `maxBytes` or no file at all; the error of the file system when it cannot be opened.
 */
export async function readCheckedFile(
  operation: string,
  file: string,
  owner: FolderOwner,
  maxBytes: number,
): Promise<string> {
  // Without waiting: opening a named pipe would wait for a writer.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(file, flags);
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw unusable(operation, file, 'it is no file');
    checkOwner(operation, file, owner, status);
    const bytes = await readAtMost(handle, maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw unusable(operation, file, `it has more than ${maxBytes} bytes`);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } finally {
    await handle.close();
  }
}

async function readAtMost(handle: FileHandle, maxBytes: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(maxBytes);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, maxBytes - length, null);
    length += bytesRead;
    if (bytesRead === 0 || length === maxBytes) return buffer.subarray(0, length);
  }
}

function unusable(operation: string, file: string, why: string): CollaborationError {
  return new CollaborationError(
    'SERVICE_UNAVAILABLE',
    `${operation}: ${file} cannot be used: ${why}.`,
  );
}
