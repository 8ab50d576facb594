import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { inspect } from '../test/inspect.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

const stage = useStage();
const others: Server[] = [];
afterEach(() => {
  for (const server of others.splice(0)) server.close();
});

describeInChromium('a host', () => {
  it('refuses a page from elsewhere, even when the page knows the token', async () => {
    const bob = await stage.person({ name: 'Bob' });
    const origin = await serveEmptyPage();
    const page = await bob.context.newPage();
    await page.goto(origin);
    expect(await page.evaluate(tryToConnect, bob.host.url)).toBe('refused');

    // The host admits the same call from its own page. So the origin was the reason of the refusal.
    const own = await bob.openTab();
    expect(await own.page.evaluate(tryToConnect, bob.host.url)).toBe('open');
  });

  it('does not let another page frame its page, or its page run scripts from elsewhere', async () => {
    const bob = await stage.person({ name: 'Bob' });
    const { headers } = await fetch(bob.host.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('lets its page show a picture also while the page is left, which Chromium takes for a connection', async () => {
    const bob = await stage.person({ name: 'Bob' });
    const { page } = await bob.openTab();
    await page.evaluate(() => {
      addEventListener('beforeunload', () => {
        new Image().src = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E';
      });
    });
    // The stage fails the test when the browser complains.
    await page.reload();
  });

  it('says that its address is incomplete when the token is missing', async () => {
    const bob = await stage.person({ name: 'Bob' });
    const page = await bob.context.newPage();
    await page.goto(new URL('/', bob.host.url).href);
    await page.getByText('This address is incomplete').waitFor();
    expect(await inspect({ page }, 'incomplete-address')).toEqual([]);
  });

  it('keeps its key and its token in files that only their owner reads', async () => {
    const bob = await stage.person({ name: 'Bob' });
    const { dataFolder } = bob.host;
    expect((await stat(dataFolder)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(dataFolder, 'token'))).mode & 0o777).toBe(0o600);
  });
});

async function serveEmptyPage(): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<title>elsewhere</title>');
  });
  others.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs in the page. */
function tryToConnect(url: string): Promise<'open' | 'refused'> {
  const { host, hash } = new URL(url);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const socket = new WebSocket(`ws://${host}/beckon`, ['beckon.1', `beckon.token.${token}`]);
  return new Promise((resolve) => {
    socket.onopen = () => resolve('open');
    socket.onerror = () => resolve('refused');
  });
}
