import type { Locator, Page } from 'playwright-core';

export interface Invite {
  readonly address: string;
  readonly message?: string;
  readonly expiry?: '10 seconds' | '1 minute' | '5 minutes' | '1 hour';
}

/** One tab of the lobby, in the words of a user. */
export class LobbyPage {
  readonly page: Page;
  /** The errors and warnings of the browser. */
  readonly complaints: string[] = [];
  /** Number of invitations that the page has asked its host to send, counted on the wire. */
  invitationsSent = 0;

  constructor(page: Page) {
    this.page = page;
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes('"inviteEndpoint"')) this.invitationsSent += 1;
      });
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(message.text());
      }
    });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.isOnline();
  }

  async isOnline(): Promise<void> {
    await this.page.getByLabel('Your presence').waitFor();
    await this.page.locator('.away').waitFor({ state: 'hidden' });
  }

  async isAway(): Promise<void> {
    await this.page.getByText('Your host has stopped.').first().waitFor();
  }

  /** The address that the page shows as its own. */
  async ownAddress(): Promise<string> {
    return this.#shared('.own-address');
  }

  /** The card that the page shows as its own. */
  async ownCard(): Promise<string> {
    return this.#shared('[aria-labelledby=share-card] .copied-text');
  }

  /** Makes a link for one person. */
  async makeLink(): Promise<string> {
    await this.page.getByRole('button', { name: 'Share' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Let others invite you' });
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const text = await dialog.locator('.own-link').innerText();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
    return text;
  }

  /** Opens what others are given, reads a part of it, and closes it again. */
  async #shared(part: string): Promise<string> {
    await this.page.getByRole('button', { name: 'Share' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Let others invite you' });
    const text = await dialog.locator(part).innerText();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
    return text;
  }

  get inviteButton(): Locator {
    return this.page.getByRole('button', { name: 'Invite this address' });
  }

  /** Opens the form for those who look for it. */
  async openAddressForm(): Promise<void> {
    const summary = this.page.getByText('Invite by address', { exact: true });
    await summary.waitFor();
    if (!(await this.inviteButton.isVisible())) await summary.click();
  }

  async invite({ address, message, expiry }: Invite): Promise<void> {
    await this.openAddressForm();
    await this.page.getByLabel('Address', { exact: true }).fill(address);
    if (message !== undefined) {
      await this.page.getByLabel('Message', { exact: true }).fill(message);
    }
    if (expiry !== undefined) {
      // Exact: an invitation that is under way has a timer of this name.
      await this.page.getByRole('combobox', { name: 'Time to answer' }).selectOption(expiry);
    }
    await this.inviteButton.click();
  }

  /** Adds somebody by their card. */
  async addContact(card: string): Promise<void> {
    const summary = this.page.getByText('Add a contact', { exact: true });
    const field = this.page.getByLabel('Their card or link');
    if (!(await field.isVisible())) await summary.click();
    await field.fill(card);
    await this.page.getByRole('button', { name: 'Add', exact: true }).click();
    await this.page.getByText('can be invited now.').waitFor();
  }

  /** Opens a link that somebody has sent. */
  async openLink(link: string): Promise<void> {
    const field = this.page.getByLabel('Their card or link');
    if (!(await field.isVisible()))
      await this.page.getByText('Add a contact', { exact: true }).click();
    await field.fill(link);
    await this.page.getByRole('button', { name: 'Add', exact: true }).click();
  }

  /** Invites somebody of the list, by name. */
  async invitePerson(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Invite ${name}`, exact: true }).click();
  }

  async takeBack(): Promise<void> {
    await this.page.getByRole('button', { name: 'Take it back' }).click();
  }

  /** Waits until the page says this about the invitation that it sends, or has sent last. */
  async says(words: string | RegExp): Promise<void> {
    await this.page.locator('.calling-state').getByText(words).waitFor();
  }

  get toasts(): Locator {
    return this.page.locator('.toast');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: /invites you to/ });
  }

  /** Opens the dialog of the toast. Waits for the toast when there is none yet. */
  async openToast(): Promise<void> {
    await this.toasts.getByRole('button', { name: 'Reply…' }).click();
    await this.dialog.waitFor();
  }

  /** Accepts with one click, when it rings. */
  async acceptFromToast(): Promise<void> {
    await this.toasts.getByRole('button', { name: 'Accept' }).click();
  }

  async accept(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Accept' }).click();
  }

  async decline(message = ''): Promise<void> {
    await this.dialog.getByLabel('Reply, if you decline').fill(message);
    await this.dialog.getByRole('button', { name: 'Decline', exact: true }).click();
  }

  get board(): Locator {
    return this.page.getByRole('region', { name: /^Whiteboard with/ });
  }

  async boardIsShared(): Promise<void> {
    await this.board.getByText('They are here.').waitFor();
  }

  /** Draws a line with the mouse, from corner to corner of the middle. */
  async draw(): Promise<void> {
    const box = await this.board.locator('.paper').boundingBox();
    if (box === null) throw new Error('There is no drawing.');
    const { mouse } = this.page;
    await mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await mouse.down();
    await mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 8 });
    await mouse.up();
  }

  /** Waits until the drawing has `count` lines. */
  async lines(count: number): Promise<void> {
    const name = `Drawing, ${count} ${count === 1 ? 'line' : 'lines'}`;
    await this.board.getByRole('application', { name, exact: true }).waitFor();
  }

  async write(note: string): Promise<void> {
    await this.board.getByLabel('Note', { exact: true }).fill(note);
    await this.board.getByRole('button', { name: 'Send' }).click();
  }

  async reads(note: string): Promise<void> {
    await this.board.getByRole('log').getByText(note).waitFor();
  }
}
