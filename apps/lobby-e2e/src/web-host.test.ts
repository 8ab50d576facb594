import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { LobbyPage } from '../test/lobby-page.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

// The console reports the connections that a page tries after its host has ended.
const stage = useStage({ expected: /^WebSocket connection to/ });
const command = path.join(
  path.dirname(createRequire(__filename).resolve('@beckon/cli/package.json')),
  'dist/beckon.mjs',
);
const running: ChildProcess[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beckon-web-'));
});
afterEach(async () => {
  for (const host of running.splice(0)) {
    const exited = once(host, 'exit');
    host.kill('SIGKILL');
    await exited;
  }
  await rm(folder, { recursive: true, force: true });
});

describeInChromium('beckon host --web', () => {
  it('shows the lobby, in which people ring and are invited', async () => {
    const [adasPage, bobsPage] = [await person('Ada'), await person('Bob')];
    await adasPage.addContact(await bobsPage.ownCard());
    await bobsPage.addContact(await adasPage.ownCard());
    await adasPage.page.getByText('Available · has the whiteboard').waitFor();
    await adasPage.invitePerson('Bob');
    await bobsPage.acceptFromToast();
    await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);
  });
});

async function person(name: string): Promise<LobbyPage> {
  const listen = ['--listen', '/ip4/127.0.0.1/tcp/0'];
  const host = spawn(
    process.execPath,
    [command, 'host', '--json', '--web', '0', '--from', 'anyone', '--name', name, ...listen],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', BECKON_HOME: path.join(folder, name) },
    },
  );
  running.push(host);
  for await (const line of createInterface(host.stdout)) {
    const { type, url } = JSON.parse(line) as { type: string; url: string };
    if (type === 'web') return stage.openTab(await stage.newContext(), url);
  }
  throw new Error('The host ended before it was ready.');
}
