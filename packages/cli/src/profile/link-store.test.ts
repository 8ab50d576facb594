import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileLinkStore } from './link-store.ts';

describe('the file of the links', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-links-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const store = () =>
    fileLinkStore({
      name: 'default',
      folder,
      applications: { currentUser: folder, allUsers: folder },
    });

  it('is changed by one at a time', async () => {
    let [inside, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 8 }, async () =>
        store().exclusively?.(async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is free again when the command that held it was killed', async () => {
    // A process that has ended: nobody has its number now.
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(path.join(folder, 'links.json.lock'), String(pid));
    let isInside = false;
    await store().exclusively?.(async () => {
      isInside = true;
    });
    expect(isInside).toBe(true);
  });
});
