import { constants } from 'node:fs';
import { access, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { CollaborationError } from '@beckon/core';

const WRITABLE_BY_ALL = 0o002;

/**
 * Checks the path of a program to register: absolute, and on this machine, as Windows wants it.
 *
 * @throws CollaborationError `INVALID_ARGUMENT`.
 */
export function checkProgramPath(operation: string, program: string): void {
  if (/^[\\/]{2}/.test(program)) {
    throw wrongProgram(operation, program, 'a path on this machine, not on a network');
  }
  if (!path.isAbsolute(program)) throw wrongProgram(operation, program, 'an absolute path');
}

function wrongProgram(operation: string, program: string, wanted: string): CollaborationError {
  return new CollaborationError(
    'INVALID_ARGUMENT',
    `${operation}: registration.program is ${JSON.stringify(program.slice(0, 200))}; it must be ${wanted}.`,
  );
}

/**
 * The file that a program is started from, with all links resolved.
 *
 * @throws Error that says why it cannot be started: it is not there, it is no program, or everybody can
 *   change it.
 */
export async function startableFile(program: string): Promise<string> {
  const file = await realpath(program);
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (error: unknown) => {
      // A program may be one that this user can run and not read.
      if ((error as NodeJS.ErrnoException).code === 'EACCES') return undefined;
      throw error;
    },
  );
  try {
    await access(file, constants.X_OK);
    if (handle === undefined) return file;
    const status = await handle.stat();
    if (!status.isFile()) throw new Error(`${file} is no file.`);
    if (process.getuid !== undefined && (status.mode & WRITABLE_BY_ALL) !== 0) {
      throw new Error(`${file} can be changed by everybody. Run chmod o-w on it.`);
    }
    const start = new Uint8Array(256);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    if (isPlainText(start.subarray(0, bytesRead))) {
      // The system would hand it to a shell.
      throw new Error(`${file} is text without a #! line; it names no interpreter.`);
    }
    return file;
  } finally {
    await handle?.close();
  }
}

/** Whether the beginning of a file is that of a text without an interpreter. */
function isPlainText(start: Uint8Array): boolean {
  if (process.platform === 'win32') return false;
  const isScript = start[0] === 0x23 && start[1] === 0x21;
  return !isScript && !start.includes(0);
}
