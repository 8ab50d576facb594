import { describeInChromium, useStage } from '../test/stage.ts';

const stage = useStage();

describeInChromium('under StrictMode, which mounts everything twice', () => {
  it('one click sends one invitation, and rings once', async () => {
    const { adasPage, bobsPage, address } = await stage.two('development');
    expect(await isDevelopmentBuild(adasPage.page.url())).toBe(true);

    await adasPage.invite({ address });
    await bobsPage.toasts.getByText('Ada invites you').waitFor();
    await adasPage.says('It rings at');
    expect(adasPage.invitationsSent).toBe(1);
    expect(await bobsPage.toasts.count()).toBe(1);
    await bobsPage.openToast();
    await bobsPage.accept();
    await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);
    await bobsPage.draw();
    await adasPage.lines(1);
    expect(adasPage.invitationsSent).toBe(1);
    expect(await bobsPage.toasts.count()).toBe(0);
    expect(await adasPage.board.count()).toBe(1);
  });
});

/** Whether the page runs React's development build: in production StrictMode does nothing. */
async function isDevelopmentBuild(url: string): Promise<boolean> {
  const html = await (await fetch(url)).text();
  const script = /<script[^>]* src="([^"]+)"/.exec(html)?.[1] ?? '';
  const code = await (await fetch(new URL(script, url))).text();
  // The production build of React does not have this message.
  return code.includes('Expected static flag was missing');
}
