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
    await this.page.getByText('Online', { exact: true }).waitFor();
  }

  async isAway(): Promise<void> {
    await this.page.getByText('Host away, reconnecting…').waitFor();
  }

  /** The address that the page shows as its own. */
  async ownAddress(): Promise<string> {
    return this.page.locator('.own-address code').innerText();
  }

  get inviteButton(): Locator {
    return this.page.getByRole('button', { name: 'Invite', exact: true });
  }

  async invite({ address, message, expiry }: Invite): Promise<void> {
    await this.page.getByLabel('Address', { exact: true }).fill(address);
    if (message !== undefined) {
      await this.page.getByLabel('Message', { exact: true }).fill(message);
    }
    if (expiry !== undefined) await this.page.getByLabel('Time to answer').selectOption(expiry);
    await this.inviteButton.click();
  }

  async takeBack(): Promise<void> {
    await this.page.getByRole('button', { name: 'Take it back' }).click();
  }

  /** Waits for a step of the newest invitation. */
  async step(words: string | RegExp): Promise<void> {
    await this.newestTimeline.getByText(words).waitFor();
  }

  /** The steps of the newest invitation, in words. */
  async steps(): Promise<readonly string[]> {
    return this.newestTimeline.locator('li > span').allInnerTexts();
  }

  get newestTimeline(): Locator {
    return this.page.locator('.timeline').first();
  }

  get toasts(): Locator {
    return this.page.locator('.toast');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: /invites you to/ });
  }

  /** Opens the dialog of the toast. Waits for the toast when there is none yet. */
  async openToast(): Promise<void> {
    await this.toasts.getByRole('button', { name: 'Answer' }).click();
    await this.dialog.waitFor();
  }

  async accept(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Accept' }).click();
  }

  async decline(message = ''): Promise<void> {
    await this.dialog.getByLabel('Message, if you decline').fill(message);
    await this.dialog.getByRole('button', { name: 'Decline' }).click();
  }

  get board(): Locator {
    return this.page.getByRole('region', { name: /^Whiteboard with/ });
  }

  async boardIsShared(): Promise<void> {
    await this.board.getByText('Shared', { exact: true }).waitFor();
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
