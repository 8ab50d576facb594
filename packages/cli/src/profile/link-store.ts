import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LinkStore } from '@beckon/links';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../output/output.ts';
import { makeProfileFolder, type Profile } from './profile.ts';

/** A lock without a process in it was left by a command that was killed just then, after this time. */
const STALE_LOCK_MS = 5_000;
const WAIT_MS = 10_000;
const RETRY_MS = 20;

/** The links of a profile, in a file that its owner only can read. The host and other commands share it. */
export function fileLinkStore(profile: Profile): LinkStore {
  const file = path.join(profile.folder, 'links.json');
  return {
    async get() {
      try {
        return await readFile(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async put(_key, document) {
      await makeProfileFolder(profile);
      await writeFileAtomic(file, Buffer.from(document), { mode: 0o600 });
    },
    async exclusively(task) {
      await makeProfileFolder(profile);
      const lock = `${file}.lock`;
      await take(lock);
      try {
        await task();
      } finally {
        await rm(lock, { force: true });
      }
    },
  };
}

async function take(lock: string): Promise<void> {
  const end = performance.now() + WAIT_MS;
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isLeft(lock)) await removeLeft(lock);
    if (performance.now() > end) throw new UserError(`${lock} is held by another command.`);
    await delay(RETRY_MS);
  }
}

/** Whether the command that holds the lock is gone. One that sleeps is not. */
async function isLeft(lock: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(lock, 'utf8'));
    if (pid > 0) return !isRunning(pid);
    return Date.now() - (await stat(lock)).mtimeMs > STALE_LOCK_MS;
  } catch {
    // It has just been given back.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes it away under a name of its own first: of two that remove it, one does. */
async function removeLeft(lock: string): Promise<void> {
  const away = `${lock}.${process.pid}`;
  await rename(lock, away).catch(() => undefined);
  await rm(away, { force: true });
}
