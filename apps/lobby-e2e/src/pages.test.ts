import type { LobbyPage } from '../test/lobby-page.ts';
import { PagesProcess } from '../test/pages-process.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

const stage = useStage();

describeInChromium('two pages without a host', () => {
  let pages: PagesProcess;
  beforeAll(async () => {
    pages = await PagesProcess.start();
  });
  afterAll(() => pages.stop());

  async function two(): Promise<[LobbyPage, LobbyPage]> {
    const [adas, bobs] = [await stage.newContext(), await stage.newContext()];
    return Promise.all([stage.openTab(adas, pages.ada), stage.openTab(bobs, pages.bob)]);
  }

  async function meet(ada: LobbyPage, bob: LobbyPage): Promise<void> {
    await ada.invite({ address: await bob.ownAddress() });
    await bob.toasts.getByText('Ada invites you').waitFor();
    await bob.acceptFromToast();
    await Promise.all([ada.boardIsShared(), bob.boardIsShared()]);
    await ada.draw();
    await bob.lines(1);
    await bob.write('Is that a cat?');
    await ada.reads('Is that a cat?');
  }

  it('meet through a relay, and share a board', async () => {
    const [ada, bob] = await two();
    await meet(ada, bob);
  });

  it('share a board over the relay where there is no WebRTC', async () => {
    const [adas, bobs] = [await stage.newContext(), await stage.newContext()];
    await Promise.all(
      [adas, bobs].map((context) =>
        context.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection')),
      ),
    );
    const [ada, bob] = await Promise.all([
      stage.openTab(adas, pages.ada),
      stage.openTab(bobs, pages.bob),
    ]);
    await meet(ada, bob);
  });

  it('become contacts, see each other, and are the same after the page was loaded anew', async () => {
    const [ada, bob] = await two();
    await bob.ownAddress();
    await ada.addContact(await bob.ownCard());
    await bob.addContact(await ada.ownCard());
    await ada.page.getByText('Available · has the whiteboard').waitFor();
    const card = await bob.ownCard();
    await bob.page.reload();
    await bob.isOnline();
    expect((await bob.ownCard()).slice(0, 60)).toBe(card.slice(0, 60));
    await bob.ownAddress();
    await ada.invitePerson('Bob');
    await bob.toasts.getByText('Ada invites you').waitFor();
    await bob.acceptFromToast();
    await Promise.all([ada.boardIsShared(), bob.boardIsShared()]);
  });

  it('tabs of one person share one line, and another one takes over when its tab is closed', async () => {
    const [adas, bobs] = [await stage.newContext(), await stage.newContext()];
    const ada = await stage.openTab(adas, pages.ada);
    const first = await stage.openTab(bobs, pages.bob);
    const second = await stage.openTab(bobs, pages.bob);
    const address = await first.ownAddress();
    expect(await second.ownAddress()).toBe(address);
    await ada.invite({ address, message: 'To both tabs' });
    await Promise.all([first, second].map((tab) => tab.toasts.getByText('To both tabs').waitFor()));
    await ada.takeBack();
    await first.page.close();
    await second.isOnline();
    expect(await second.ownAddress()).toBe(address);
    await ada.invite({ address, message: 'To the other tab' });
    await second.toasts.getByText('To the other tab').waitFor();
    await second.acceptFromToast();
    await Promise.all([ada.boardIsShared(), second.boardIsShared()]);
  });
});
