import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bridgeAdapter, webSocketPipe } from '@beckon/bridge';
import { WebSocket } from 'ws';
import { type LobbyHost, type LobbyHostOptions, startLobbyHost } from './lobby-host.ts';

let folder: string;
const hosts: LobbyHost[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beckon-lobby-host-'));
  await mkdir(path.join(folder, 'page'));
  await writeFile(path.join(folder, 'page/index.html'), '<title>page</title>');
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  await rm(folder, { recursive: true });
});

async function start(options: Partial<LobbyHostOptions> = {}): Promise<LobbyHost> {
  const host = await startLobbyHost({
    name: 'Ada',
    dataFolder: path.join(folder, 'data'),
    pageFolder: path.join(folder, 'page'),
    port: 0,
    listen: ['/ip4/127.0.0.1/tcp/0'],
    isNear: false,
    ...options,
  });
  hosts.push(host);
  return host;
}

/** The address at which others reach the host, with its peer name. */
async function addressOf({ url }: LobbyHost): Promise<string | undefined> {
  const { host, hash } = new URL(url);
  const token = hash.slice('#token='.length);
  const adapter = await bridgeAdapter(() =>
    webSocketPipe(`ws://${host}/beckon`, { token, WebSocket }),
  );
  await adapter.open();
  const endpoints = await adapter.identity.endpoints();
  await adapter.close();
  return endpoints?.[0]?.address;
}

describe('startLobbyHost', () => {
  it('keeps its addresses over a restart: the address of its page, and the address for others', async () => {
    const first = await start();
    const address = await addressOf(first);
    expect(address).toContain('/p2p/');
    await first.close();
    const again = await start({ port: Number(new URL(first.url).port) });
    expect(again.url).toBe(first.url);
    expect(await addressOf(again)).toBe(address);
  });

  it('is reached at another port when a program has its own port', async () => {
    const first = await start();
    const [, port = ''] = /\/tcp\/(\d+)\//.exec((await addressOf(first)) ?? '') ?? [];
    await first.close();
    const squatter = createServer().listen(Number(port), '127.0.0.1');
    await once(squatter, 'listening');
    const address = await addressOf(await start());
    expect(address).toContain('/tcp/');
    expect(address).not.toContain(`/tcp/${port}/`);
    squatter.close();
  });

  it('closes once, however often close() is called, and each call waits for the end', async () => {
    const host = await start();
    let isClosed = false;
    void host.close().then(() => {
      isClosed = true;
    });
    await host.close();
    expect(isClosed).toBe(true);
  });

  it('serves the page, and nothing beside it', async () => {
    const { origin } = new URL((await start()).url);
    expect(await (await fetch(origin)).text()).toBe('<title>page</title>');
    for (const elsewhere of [
      '/none',
      '/../data/token',
      '/..%2fdata%2ftoken',
      '/%2e%2e/data/token',
    ]) {
      expect(await statusOf(origin, elsewhere)).toBe(404);
    }
  });

  it('says which port is taken, and what to do', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    await expect(start({ port, dataFolder: path.join(folder, 'other') })).rejects.toThrow(
      `Port ${port} is taken, perhaps by a host that runs already. Give another with --port.`,
    );
  });

  it('does not share its data with another host', async () => {
    await start();
    await expect(start()).rejects.toThrow('is in use by another host');
  });

  it('leaves nothing behind when it cannot start', async () => {
    await expect(start({ listen: ['/ip4/192.0.2.1/tcp/1'] })).rejects.toThrow();
    await start();
  });

  it('refuses a WebSocket that it does not have', async () => {
    const { url } = await start();
    const socket = new WebSocket(`ws://${new URL(url).host}/other`);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('404');
  });
});

/** The status of a path, sent unchanged; fetch would normalise it. */
async function statusOf(origin: string, pathname: string): Promise<number | undefined> {
  const asked = get(origin, { path: pathname });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
