import { HostProcess } from '../test/host-process.ts';
import { describeInWebKit, Display, WebKitPage } from '../test/webkit.ts';

describeInWebKit('the story, in WebKitGTK', () => {
  let display: Display;
  const hosts: HostProcess[] = [];
  const pages: WebKitPage[] = [];
  beforeAll(async () => {
    display = await Display.start();
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
    await Promise.all(hosts.splice(0).map((host) => host.remove()));
  });
  afterAll(() => display.stop());

  async function person(name: string): Promise<WebKitPage> {
    const host = await HostProcess.start({ name });
    const page = await WebKitPage.open(host.url, display);
    hosts.push(host);
    pages.push(page);
    await page.find('.own-presence select');
    return page;
  }

  it('one person invites another, who accepts with one click, and both write', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    await bob.press('Share');
    const address = await (await bob.find('.own-address')).getText();
    await bob.press('Close');

    await (await ada.find('.more:last-child summary')).click();
    await (await ada.find('.more:last-child input')).sendKeys(address);
    await ada.press('Invite this address');
    await ada.shows('It rings at');
    await bob.shows('Ada invites you');
    await bob.press('Accept');
    await Promise.all([ada.shows('They are here.'), bob.shows('They are here.')]);
    await (await bob.find('.notes input')).sendKeys('It works here too.');
    await bob.press('Send');
    await ada.shows('It works here too.');
    await bob.press('Leave');
    await ada.shows('They have left.');
  });
});
