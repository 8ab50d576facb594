import { describeConformance } from '@beckon/conformance/jest';
import type { Page } from 'playwright-core';
import { Chromium, describeInChromium } from 'test-support/chromium';
import { lendPeer } from 'test-support/lend-peer';
import { pageConformance, pageToNodeConformance } from '../../test/page/page-conformance.ts';
import type { PageProgram, PageWay } from '../../test/page/page-program.ts';
import { closeRelays, openRelay } from '../../test/relays/relays.ts';

describeInChromium('in a page', () => {
  let chromium: Chromium;
  let page: Page;
  let relay: string;
  let endPeer: () => Promise<void>;
  const errors: Error[] = [];

  beforeAll(async () => {
    const { addresses } = await openRelay({ listen: ['/ip4/127.0.0.1/tcp/0/ws'] });
    [relay = ''] = addresses;
    chromium = await Chromium.open('page-program.ts');
    page = await chromium.page((error) => errors.push(error));
    endPeer = await lendPeer(page);
  }, 120_000);
  afterAll(async () => {
    await endPeer();
    await chromium.close();
    await closeRelays();
  });
  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });

  const runIn =
    (way: PageWay) =>
    (_case: unknown, index: number): Promise<void> =>
      page.evaluate(
        ([at, through, by]) =>
          (globalThis as unknown as { pageProgram: PageProgram }).pageProgram.run(at, through, by),
        [index, relay, way] as const,
      );

  for (const way of ['relay', 'webRTC'] satisfies PageWay[]) {
    describeConformance(`libp2p in a page, over ${way}`, pageConformance, runIn(way));
  }
  describeConformance('libp2p, a page and Node', pageToNodeConformance, runIn('node'));
});
