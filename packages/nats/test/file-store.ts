import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DocumentStore } from '@beckon/engine';

/** Keeps documents in files of a folder, each replaced as a whole. */
export function fileStore(folder: string): DocumentStore {
  mkdirSync(folder, { recursive: true });
  const place = (key: string): string => path.join(folder, key);
  return {
    async get(key) {
      try {
        return new Uint8Array(readFileSync(place(key)));
      } catch {
        return undefined;
      }
    },
    async put(key, document) {
      writeFileSync(place(`${key}.new`), document);
      renameSync(place(`${key}.new`), place(key));
    },
  };
}
