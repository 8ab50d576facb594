import { describeConformance } from '@beckon/conformance/jest';
import type { Page } from 'playwright-core';
import { describeWithServer, type NatsServer } from '../../test/nats-server.ts';
import { Chromium, describeInChromium } from 'test-support/chromium';
import type { PageProgram } from '../../test/page/page-program.ts';
import { inOneProcess } from '../../test/sides.ts';
import { nodePlatform } from '../node/node-platform.ts';
import { startWebSocketServer } from '../../test/web-socket-server.ts';

const describeHere = describeWithServer === describe ? describeInChromium : describe.skip;

describeHere('in a page', () => {
  let chromium: Chromium;
  let page: Page;
  let server: NatsServer;
  let url: string;
  const errors: Error[] = [];

  beforeAll(async () => {
    [server, url] = await startWebSocketServer();
    chromium = await Chromium.open('page-program.ts');
    page = await chromium.page((error) => errors.push(error));
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });

  describeConformance(
    'nats in a page',
    inOneProcess(nodePlatform, () => ''),
    (_case, index) =>
      page.evaluate(
        ([at, through]) =>
          (globalThis as unknown as { pageProgram: PageProgram }).pageProgram.run(at, through),
        [index, url] as const,
      ),
  );

  it('a page is told what it can connect to', async () => {
    const complaint = await page.evaluate(() =>
      (globalThis as unknown as { pageProgram: PageProgram }).pageProgram.complaintAbout(
        'nats://127.0.0.1:4222',
      ),
    );
    expect(complaint).toContain(
      'cannot be used in a page, which connects to ws:// and wss:// alone',
    );
  });
});
