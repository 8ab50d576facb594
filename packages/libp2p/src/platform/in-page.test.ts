import { networkInterfaces } from 'node:os';
import type { Page } from 'playwright-core';
import { Chromium, describeInChromium } from 'test-support/chromium';
import type { PageProgram } from '../../test/page/page-program.ts';
import { closeRelays, openRelay } from '../../test/relays/relays.ts';

/** Browsers do not use loopback addresses for WebRTC. */
const hasNetwork = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.internal === false);

describeInChromium('libp2p in a page', () => {
  let chromium: Chromium;
  let page: Page;
  let relay: string;
  const errors: Error[] = [];

  beforeAll(async () => {
    const { addresses } = await openRelay({ listen: ['/ip4/127.0.0.1/tcp/0/ws'], dht: true });
    [relay = ''] = addresses;
    chromium = await Chromium.open('page-program.ts');
    page = await chromium.page((error) => errors.push(error));
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await closeRelays();
  });
  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });

  const talk = (isBarred: boolean): Promise<readonly string[]> =>
    page.evaluate(
      ([through, barred]) =>
        (globalThis as unknown as { pageProgram: PageProgram }).pageProgram.talk(through, {
          isBarred: barred,
        }),
      [relay, isBarred] as const,
    );
  const complaintAbout = (address: string): Promise<string> =>
    page.evaluate(
      (to) =>
        (globalThis as unknown as { pageProgram: PageProgram }).pageProgram.complaintAbout(to),
      address,
    );

  const itWithNetwork = hasNetwork ? it : it.skip;
  itWithNetwork('two pages talk over WebRTC, and need the relay no more', async () => {
    expect(await talk(false)).toEqual(['webRTC']);
  });

  it('two pages talk over the relay where WebRTC fails', async () => {
    expect(await talk(true)).toEqual(['relay']);
  });

  it('finds somebody by name in a distributed hash table', async () => {
    const state = await page.evaluate(
      (node) =>
        (globalThis as unknown as { pageProgram: PageProgram }).pageProgram.inviteByName(node),
      relay,
    );
    expect(state).toBe('accepted');
  });

  it('says what a page can dial', async () => {
    expect(await complaintAbout('/ip4/192.0.2.1/tcp/4001')).toContain(
      'cannot be dialled from a page, which has no TCP: use an address that ends in /ws or /tls/ws',
    );
    expect(await complaintAbout('/ip4/192.0.2.1/udp/4001/quic-v1')).toContain('connects over');
  });
});
