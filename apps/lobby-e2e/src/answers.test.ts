import { inspect } from '../test/inspect.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

const stage = useStage();

describeInChromium('an invitation', () => {
  it('is declined, and the sender reads why', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address });
    await bobsPage.openToast();
    await bobsPage.decline('In a meeting until three.');
    await adasPage.says('has declined: “In a meeting until three.”');
    await bobsPage.dialog.waitFor({ state: 'hidden' });
    expect(await adasPage.board.count()).toBe(0);
    expect(await inspect(adasPage, 'declined')).toEqual([]);
  });

  it('expires on both sides when nobody answers', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address, expiry: '10 seconds' });
    await bobsPage.openToast();
    await adasPage.says('did not answer.');
    await bobsPage.dialog.getByText('The time to answer has passed.').waitFor();
    expect(await bobsPage.dialog.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    expect(await inspect(bobsPage, 'expired')).toEqual([]);
  });

  it('is taken back while its dialog is open', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address });
    await bobsPage.openToast();
    await adasPage.takeBack();
    await adasPage.says('You took it back.');
    await bobsPage.dialog.getByText('They have taken the invitation back.').waitFor();
    expect(await bobsPage.dialog.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    expect(await inspect(bobsPage, 'taken-back')).toEqual([]);
    await bobsPage.dialog.getByRole('button', { name: 'Close' }).click();
    await bobsPage.dialog.waitFor({ state: 'hidden' });

    await adasPage.invite({ address });
    await bobsPage.openToast();
    await bobsPage.accept();
    await adasPage.boardIsShared();
  });

  it('stays on the page when its toast is dismissed', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address });
    await bobsPage.toasts.getByRole('button', { name: 'Later' }).click();
    await bobsPage.toasts.waitFor({ state: 'hidden' });
    await bobsPage.page.getByRole('button', { name: 'Answer Ada' }).click();
    await bobsPage.accept();
    await adasPage.boardIsShared();
  });

  it('rings in both tabs of a person, and one of them answers', async () => {
    const { bob, adasPage, bobsPage, address } = await stage.two();
    const second = await bob.openTab();
    await adasPage.invite({ address });
    await bobsPage.openToast();
    await second.openToast();
    await bobsPage.accept();
    await second.dialog.getByText('It was answered in another tab or program.').waitFor();
    await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);
    expect(await second.board.count()).toBe(0);
  });

  it('is withdrawn when the tab that sent it is closed', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address });
    await bobsPage.openToast();
    await adasPage.page.close();
    await bobsPage.dialog.getByText('They have taken the invitation back.').waitFor();
  });

  it('shows why an address cannot be invited, and that nobody is at an address', async () => {
    const { adasPage } = await stage.two();
    await adasPage.invite({ address: 'bob' });
    await adasPage.says('This is not an address that can be invited.');
    await adasPage.invite({ address: '/ip4/127.0.0.1/tcp/1' });
    await adasPage.says('They cannot be reached.');
    expect(await inspect(adasPage, 'unreachable')).toEqual([]);
  });

  it('carries any text unchanged', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    const message = '<img src=x onerror=alert(1)> 🎨 “žluťoučký” \u202Eabc';
    await adasPage.invite({ address, message });
    await bobsPage.openToast();
    expect(await bobsPage.dialog.locator('blockquote').textContent()).toBe(message);
  });
});
