import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';

declare const CHROMIUM: string | undefined;

/** Runs its tests when there is a Chromium, and lists them as skipped otherwise. `npm run test:e2e` installs one. */
export const describeInChromium = CHROMIUM === undefined ? describe.skip : describe;

const MAX_BUNDLE_BYTES = 32 << 20;

const folder = path.join(process.cwd(), 'test/page');

/** A browser with pages of one program. */
export class Chromium {
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  /** @param program - A file in the folder `test/page`. */
  static async open(program: string): Promise<Chromium> {
    const code = await bundle(path.join(folder, program));
    const server = createServer(({ url }, response) => {
      const [type, body] =
        url === '/program.js'
          ? ['text/javascript', code]
          : ['text/html', '<!doctype html><script type="module" src="/program.js"></script>'];
      response.setHeader('content-type', `${type}; charset=utf-8`).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      // Chromium has no sandbox for root. The pages are our own and need none.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    return new Chromium(browser, server);
  }

  /** A page that has loaded the program. What goes wrong in it outside of calls is told to `onError`. */
  async page(onError: (error: Error) => void): Promise<Page> {
    const context = await this.#browser.newContext();
    const page = await context.newPage();
    page.on('pageerror', onError);
    const { port } = this.#server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** What a bundler makes of a program. */
async function bundle(entry: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL('bundle.mjs', import.meta.url)), entry],
    { env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: MAX_BUNDLE_BYTES },
  );
  return stdout;
}
