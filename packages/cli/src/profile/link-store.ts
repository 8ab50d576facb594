import { open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LinkStore } from '@beckon/links';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../output/output.ts';
import { makeProfileFolder, type Profile } from './profile.ts';

/** A command holds the lock for milliseconds: one that is older was left by a command that was killed. */
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
      await (await open(lock, 'wx', 0o600)).close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_LOCK_MS) await rm(lock, { force: true });
    if (performance.now() > end) throw new UserError(`${lock} is held by another command.`);
    await delay(RETRY_MS);
  }
}
