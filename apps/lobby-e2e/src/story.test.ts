import { fingerprintOf } from '@beckon/core/safety-number';
import { inspect } from '../test/inspect.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

const stage = useStage();

describeInChromium('an invitation between two hosts', () => {
  it('rings as a toast, opens into a dialog, is accepted, and opens a board that both share', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    const problems = [...(await inspect(adasPage, 'empty'))];

    await adasPage.openAddressForm();
    problems.push(...(await inspect(adasPage, 'address')));
    await adasPage.invite({ address, message: 'Join my whiteboard?' });
    await adasPage.says('It rings at');
    await bobsPage.toasts.getByText('Ada invites you').waitFor();
    await bobsPage.toasts.getByText('Join my whiteboard?').waitFor();
    await bobsPage.toasts
      .getByRole('timer')
      .filter({ hasText: /^[45]:\d\d left$/ })
      .waitFor();
    expect(await bobsPage.page.title()).toBe('(1) Ada invites you');
    problems.push(...(await inspect(adasPage, 'sent')), ...(await inspect(bobsPage, 'toast')));

    await bobsPage.openToast();
    await bobsPage.dialog.getByText('Join my whiteboard?').waitFor();
    await bobsPage.dialog.getByText('Somebody whom you do not know.').waitFor();
    const peerName = (await adasPage.ownAddress()).split('/p2p/')[1] ?? 'none';
    await bobsPage.dialog.getByText(await fingerprintOf(peerName), { exact: true }).waitFor();
    expect(await bobsPage.toasts.count()).toBe(0);
    problems.push(...(await inspect(bobsPage, 'dialog')));

    await bobsPage.accept();
    await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);
    await adasPage.draw();
    await bobsPage.lines(1);
    await bobsPage.draw();
    await adasPage.lines(2);
    await bobsPage.write('Is that a cat?');
    await adasPage.reads('Is that a cat?');
    await adasPage.write('A very good one.');
    await bobsPage.reads('A very good one.');
    problems.push(...(await inspect(adasPage, 'board')));

    expect(problems).toEqual([]);
  });
});
