import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Waits until a file is there, and reads it. */
export async function appears(file: string): Promise<string> {
  const watcher = watch(path.dirname(file));
  try {
    for (;;) {
      const changed = new Promise((resolve) => watcher.once('change', resolve));
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) return text;
      await changed;
    }
  } finally {
    watcher.close();
  }
}
