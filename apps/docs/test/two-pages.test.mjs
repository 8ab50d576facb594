// The pages of the first guide, as a reader has them: bundled, with a relay, in two windows.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { startRelay } from '@beckon/libp2p/relay';
import { fencedBlocks } from '../../../tools/docs-check/fenced-blocks.mjs';
import { root } from '../../../tools/lib/root.mjs';
import { openBrowser, openWindow, skip } from './chromium.mjs';

const GUIDE = path.join(root, 'docs/guides/first-invitation.md');
const BUNDLE = path.join(root, 'tools/test-support/src/bundle.mjs');

/** What the guide shows, as files in a folder. */
function filesOfGuide(folder) {
  mkdirSync(folder, { recursive: true });
  const blocks = fencedBlocks(GUIDE, readFileSync(GUIDE, 'utf8').split('\n'));
  const main = blocks.find(({ fileName }) => fileName === 'main.ts');
  const page = blocks.find(({ language }) => language === 'html');
  writeFileSync(path.join(folder, 'main.ts'), main.code.join('\n'));
  return { main: path.join(folder, 'main.ts'), html: page.code.join('\n') };
}

describe('the pages of the first guide', { skip, timeout: 120_000 }, () => {
  let relay;
  let server;
  let browser;
  before(async () => {
    const { main, html } = filesOfGuide(path.join(import.meta.dirname, '../out-tsc/guide'));
    const { stdout } = await promisify(execFile)(process.execPath, [BUNDLE, main], {
      maxBuffer: 32 << 20,
    });
    server = createServer(({ url }, response) => {
      const [type, body] = url.startsWith('/main.ts') ? ['javascript', stdout] : ['html', html];
      response.setHeader('content-type', `text/${type}; charset=utf-8`).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    [relay, browser] = await Promise.all([
      startRelay({ listen: ['/ip4/127.0.0.1/tcp/0/ws'] }),
      openBrowser(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await relay?.close();
    server?.closeAllConnections();
    server?.close();
  });

  it('one opens the link of the other, invites, is accepted, and plays', async () => {
    const [bobs, adas] = [await openWindow(browser), await openWindow(browser)];
    const url = `http://127.0.0.1:${server.address().port}/`;
    await bobs.page.goto(`${url}#${relay.addresses[0]}`);
    const link = await bobs.page.getByRole('link').getAttribute('href');
    await adas.page.goto(url + link);
    await bobs.page.getByRole('button', { name: 'Accept: Chess?' }).click();
    await bobs.page.getByText('They play e4').waitFor();
    const said = await adas.page.locator('body').innerText();
    assert.deepEqual(said.trim().split('\n'), [
      'sending',
      'pending',
      'delivered',
      'accepted',
      'They say: With pleasure.',
    ]);
    assert.deepEqual([...bobs.complaints, ...adas.complaints], []);
  });
});
