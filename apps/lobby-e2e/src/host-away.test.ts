import { inspect } from '../test/inspect.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

// The console reports the connections that a page tries while its host is away.
const stage = useStage({ expected: /^WebSocket connection to/ });

describeInChromium('when a host goes away', () => {
  it('of the sender: the page says so and works again without a reload, and the invitation is withdrawn', async () => {
    const { ada, adasPage, bobsPage, address } = await stage.two();
    const wasLoaded = await markLoad(adasPage.page);
    await adasPage.invite({ address });
    await bobsPage.openToast();

    await ada.host.kill();
    await adasPage.isAway();
    await adasPage.says('Your host has stopped, and the invitation was taken back.');
    await bobsPage.dialog.getByText('They have taken the invitation back.').waitFor();
    expect(await adasPage.inviteButton.isDisabled()).toBe(true);
    expect(await inspect(adasPage, 'host-away')).toEqual([]);
    await bobsPage.dialog.getByRole('button', { name: 'Close' }).click();

    await ada.host.restart();
    await adasPage.isOnline();
    await adasPage.invite({ address });
    await bobsPage.openToast();
    await bobsPage.accept();
    await adasPage.boardIsShared();
    expect(await wasLoaded()).toBe(true);
  });

  it('of the recipient: the sender learns it at once, and reaches it again at the same address', async () => {
    const { bob, adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address });
    await bobsPage.openToast();

    await bob.host.kill();
    await adasPage.says('They cannot be reached.');
    await bobsPage.isAway();
    expect(await bobsPage.dialog.count()).toBe(0);

    await bob.host.restart();
    await bobsPage.isOnline();
    expect(await bobsPage.ownAddress()).toBe(address);
    await adasPage.invite({ address });
    await bobsPage.openToast();
    await bobsPage.accept();
    await adasPage.boardIsShared();
  });

  it.each([
    ['the inviter', 'ada'],
    ['the invited', 'bob'],
  ] as const)(
    'of %s during a board: lines drawn in the meantime are there when the host is back',
    async (_, who) => {
      const people = await stage.two();
      const { adasPage, bobsPage, address } = people;
      const { host } = people[who];
      const staying = who === 'ada' ? bobsPage : adasPage;
      await adasPage.invite({ address });
      await bobsPage.openToast();
      await bobsPage.accept();
      await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);

      await host.kill();
      await staying.board.getByText('They are away').waitFor();
      await adasPage.draw();
      await bobsPage.draw();
      await staying.write('Still there?');

      await host.restart();
      await Promise.all([adasPage.lines(2), bobsPage.lines(2)]);
      await Promise.all([adasPage.reads('Still there?'), bobsPage.reads('Still there?')]);
      await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);
    },
  );

  it('while the browser is offline: the page stays, and goes on with its host', async () => {
    const { ada, adasPage, bobsPage, address } = await stage.two();
    await ada.context.setOffline(true);
    await ada.host.kill();
    await adasPage.isAway();
    await ada.host.restart();
    await ada.context.setOffline(false);
    await adasPage.isOnline();
    await adasPage.invite({ address });
    await bobsPage.openToast();
  });
});

/**
 * Leaves a mark that a reload would remove. Gives a function that tells whether the mark is still
 * there.
 */
async function markLoad(page: {
  evaluate(script: string): Promise<unknown>;
}): Promise<() => Promise<unknown>> {
  await page.evaluate('window.isStillTheSame = true');
  return () => page.evaluate('window.isStillTheSame === true');
}
