import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { LobbyPage } from '../test/lobby-page.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

type Program = ChildProcessByStdio<null, Readable, null>;

// The console reports the connections that a page tries after its host has ended.
const stage = useStage({ expected: /^WebSocket connection to/ });
const file = path.resolve(__dirname, '../../../tools/lobby.mjs');
let program: Program | undefined;

afterEach(() => program?.kill('SIGKILL'));

describeInChromium('npm run lobby', () => {
  it('shows both sides, and ends both hosts when it ends', async () => {
    program = spawn(process.execPath, [file, '--two', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const { ada, bob } = await printedUrls(program);
    const [adasPage, bobsPage] = await Promise.all([openPage(ada), openPage(bob)]);
    await adasPage.invite({ address: await bobsPage.ownAddress() });
    await bobsPage.openToast();
    await bobsPage.accept();
    await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);

    const ended = once(program, 'exit');
    program.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    for (const url of [ada, bob]) await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

async function openPage(url: string): Promise<LobbyPage> {
  return stage.openTab(await stage.newContext(), url);
}

/** The addresses of the two pages. */
async function printedUrls({ stdout }: Program): Promise<{ ada: string; bob: string }> {
  const urls = new Map<string, string>();
  for await (const line of createInterface(stdout)) {
    const [name = '', url = ''] = line.split(': ');
    urls.set(name, url);
    const [ada, bob] = [urls.get('Ada'), urls.get('Bob')];
    if (ada !== undefined && bob !== undefined) return { ada, bob };
  }
  throw new Error('The program ended before both hosts were ready.');
}
