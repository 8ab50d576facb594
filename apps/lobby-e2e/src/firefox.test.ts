import type { Browser } from 'playwright-core';
import { describeInFirefox, launchFirefox } from '../test/firefox.ts';
import { HostProcess } from '../test/host-process.ts';
import { LobbyPage } from '../test/lobby-page.ts';

describeInFirefox('the story, in Firefox', () => {
  let browser: Browser;
  const hosts: HostProcess[] = [];
  beforeAll(async () => {
    browser = await launchFirefox();
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.remove()));
  });
  afterAll(() => browser.close());

  async function person(name: string): Promise<LobbyPage> {
    const host = await HostProcess.start({ name });
    hosts.push(host);
    const context = await browser.newContext();
    const lobby = new LobbyPage(await context.newPage());
    await lobby.open(host.url);
    return lobby;
  }

  it('one person invites another, who accepts with one click, and both draw', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    await ada.invite({ address: await bob.ownAddress(), message: 'In another browser' });
    await ada.says('It rings at');
    await bob.toasts.getByText('In another browser').waitFor();
    await bob.acceptFromToast();
    await Promise.all([ada.boardIsShared(), bob.boardIsShared()]);
    await ada.draw();
    await bob.lines(1);
    await bob.write('It works here too.');
    await ada.reads('It works here too.');
    await bob.board.getByRole('button', { name: 'Leave' }).click();
    await ada.board.getByText('They have left.').waitFor();
    expect([...ada.complaints, ...bob.complaints]).toEqual([]);
  });

  it('one person declines, and the other reads why', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    await ada.invite({ address: await bob.ownAddress() });
    await bob.openToast();
    await bob.dialog.getByRole('button', { name: 'In a meeting' }).click();
    await ada.says('has declined: “In a meeting”');
  });
});
