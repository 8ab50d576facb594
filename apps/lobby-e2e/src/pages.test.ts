import { inspect } from '../test/inspect.ts';
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

  it('a link makes contacts of two people, also of one who has no page yet, and is used once', async () => {
    const ada = await stage.openTab(await stage.newContext(), pages.ada);
    const address = await ada.ownAddress();
    const link = await ada.makeLink();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[a-z2-7]+$/);
    // The link is all that somebody elsewhere has.
    const guest = await stage.openTab(await stage.newContext(), link);
    await guest.page.getByText('Become a contact of Ada?').waitFor();
    expect(new URL(guest.page.url()).hash).toBe('');
    expect(await inspect(guest, 'link')).toEqual([]);
    await guest.page.getByRole('button', { name: 'Yes', exact: true }).click();
    await guest.page.getByText('Ada can be invited now.').waitFor();
    await ada.page.getByText('Guest has come by your link').waitFor();
    await guest.page.getByText('Available · has the whiteboard').waitFor();
    await ada.invitePerson('Guest');
    await guest.acceptFromToast();
    await Promise.all([ada.boardIsShared(), guest.boardIsShared()]);

    const bob = await stage.openTab(await stage.newContext(), pages.bob);
    await bob.ownAddress();
    await bob.openLink(link);
    await bob.page.getByText('Ada has made a link that somebody else has used').waitFor();
    await ada.page.getByText('Bob came with a link that is not open any more.').waitFor();
    expect(await ada.ownAddress()).toBe(address);
  });

  it('a link to which somebody else leads makes no contact without a yes', async () => {
    const ada = await stage.openTab(await stage.newContext(), pages.ada);
    await ada.ownAddress();
    const link = await ada.makeLink();
    const guest = await stage.openTab(await stage.newContext(), link);
    await guest.page.getByRole('button', { name: 'No', exact: true }).click();
    await guest.page.reload();
    await guest.isOnline();
    expect(await guest.page.getByText('Become a contact of').count()).toBe(0);
    expect(await guest.page.getByRole('region', { name: 'Contacts' }).count()).toBe(0);
  });

  it('a link that was ended, damaged, or is of oneself opens nothing', async () => {
    const [ada, bob] = await two();
    await Promise.all([ada.ownAddress(), bob.ownAddress()]);
    const link = await ada.makeLink();
    await ada.page.getByRole('button', { name: 'Share' }).click();
    await ada.page.getByRole('list', { name: 'Open links' }).getByRole('button').click();
    await ada.page.getByRole('button', { name: 'Close' }).click();
    await bob.openLink(link);
    await bob.page.getByText('Ada has ended this link').waitFor();
    await bob.openLink(link.slice(0, -3));
    await bob.page.getByText('The text is damaged: was it cut off? Copy it again.').waitFor();
    await bob.openLink(await bob.makeLink());
    await bob.page.getByText('The link is your own.').waitFor();
  });
});
