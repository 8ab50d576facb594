import { inspect } from '../test/inspect.ts';
import { describeInChromium, useStage } from '../test/stage.ts';

const stage = useStage();

describeInChromium('people', () => {
  it('who are contacts are seen with their presence, and invited with one click', async () => {
    const { adasPage, bobsPage } = await stage.two();
    const [adasCard, bobsCard] = [await adasPage.ownCard(), await bobsPage.ownCard()];
    await adasPage.addContact(bobsCard);
    await bobsPage.addContact(adasCard);
    await adasPage.page.getByText('Available · has the whiteboard').waitFor();
    await bobsPage.page.getByLabel('Your presence').selectOption('Busy');
    await adasPage.page.getByText('Busy · has the whiteboard').waitFor();
    const problems = [...(await inspect(adasPage, 'contacts'))];

    await adasPage.invitePerson('Bob');
    await bobsPage.toasts.getByText('Your contact').waitFor();
    problems.push(...(await inspect(bobsPage, 'toast-of-a-contact')));
    await bobsPage.openToast();
    await bobsPage.dialog
      .getByText(/^Your contact since \w+ \d+, \d{4}, proven by their key\.$/)
      .waitFor();
    problems.push(...(await inspect(bobsPage, 'dialog-of-a-contact')));
    await bobsPage.dialog.getByRole('button', { name: 'Later' }).click();
    await bobsPage.page.getByRole('button', { name: 'Answer Ada' }).click();
    await bobsPage.dialog.getByRole('button', { name: 'Give me five minutes' }).click();
    await adasPage.says('Bob has declined: “Give me five minutes”');
    expect(problems).toEqual([]);
  });

  it('who are near appear by themselves, and become contacts with one click', async () => {
    const [nora, nils] = await Promise.all([
      stage.person({ name: 'Nora', isNear: true }),
      stage.person({ name: 'Nils', isNear: true }),
    ]);
    const [norasPage, nilsPage] = await Promise.all([nora.openTab(), nils.openTab()]);
    await norasPage.page.getByRole('button', { name: 'Add Nils to your contacts' }).click();
    const contacts = norasPage.page.getByRole('region', { name: 'Contacts' });
    await contacts.getByRole('button', { name: 'Invite Nils' }).waitFor();
    expect(await inspect(norasPage, 'near')).toEqual([]);
    await norasPage.invitePerson('Nils');
    await nilsPage.acceptFromToast();
    await Promise.all([norasPage.boardIsShared(), nilsPage.boardIsShared()]);
  });

  it('accept with one click, and see who has left', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address });
    await bobsPage.acceptFromToast();
    await Promise.all([adasPage.boardIsShared(), bobsPage.boardIsShared()]);
    await bobsPage.board.getByRole('button', { name: 'Leave' }).click();
    await adasPage.board.getByText('They have left.').waitFor();
    expect(await inspect(adasPage, 'left')).toEqual([]);
    // Who was there is invited again with one click.
    await bobsPage.invitePerson('Ada');
    await adasPage.acceptFromToast();
    await bobsPage.boardIsShared();
  });

  it('find what they have missed, until they have seen it', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.invite({ address, message: 'Quick question' });
    await bobsPage.toasts.waitFor();
    await adasPage.takeBack();
    const missed = bobsPage.page.getByRole('region', { name: 'Missed' });
    await missed.getByText('Quick question').waitFor();
    expect(await inspect(bobsPage, 'missed')).toEqual([]);
    await bobsPage.page.reload();
    await missed.getByText('Quick question').waitFor();
    await missed.getByRole('button', { name: 'Invite back Ada' }).click();
    await adasPage.acceptFromToast();
    await bobsPage.boardIsShared();
    await bobsPage.board.getByRole('button', { name: 'Leave' }).click();
    await bobsPage.page.getByRole('region', { name: 'Recent' }).waitFor();
    expect(await missed.count()).toBe(0);
  });

  it('are called what they call themselves, also when they change it', async () => {
    const { adasPage, bobsPage, address } = await stage.two();
    await adasPage.page.getByRole('button', { name: 'Ada, change your name' }).click();
    await adasPage.page.getByLabel('Your name').fill('Ada Lovelace');
    await adasPage.page.keyboard.press('Enter');
    await adasPage.page.getByRole('button', { name: 'Ada Lovelace, change your name' }).waitFor();
    await adasPage.invite({ address });
    await bobsPage.toasts.getByText('Ada Lovelace invites you').waitFor();
    expect(await inspect(bobsPage, 'long-name')).toEqual([]);
  });

  it('are told what is wrong with a card, beside the field', async () => {
    const { adasPage } = await stage.two();
    await adasPage.page.getByText('Add a contact', { exact: true }).click();
    await adasPage.page.getByLabel('Their card').fill('beckon-card:nonsense');
    await adasPage.page.getByRole('button', { name: 'Add', exact: true }).click();
    await adasPage.page.getByText('This is neither a card nor a link').waitFor();
    await adasPage.page.getByRole('button', { name: 'Share' }).click();
    expect(await inspect(adasPage, 'share')).toEqual([]);
  });

  it('read that a page from before does not fit the host any more', async () => {
    const bob = await stage.person({ name: 'Bob' });
    const page = await bob.context.newPage();
    await page.goto(`${bob.host.url}x`);
    await page.getByText('The host does not know this page').waitFor();
    expect(await inspect({ page }, 'refused')).toEqual([]);
  });
});
