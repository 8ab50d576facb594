import type { Page } from 'playwright-core';
import { describeInChromium, useStage } from '../test/stage.ts';

const stage = useStage();

describeInChromium('with the keyboard alone', () => {
  it('one person invites, and the other answers and draws', async () => {
    const { adasPage, bobsPage, address } = await stage.two();

    await tabTo(adasPage.page, 'Invite by address');
    await adasPage.page.keyboard.press('Enter');
    await tabTo(adasPage.page, 'Address');
    await adasPage.page.keyboard.insertText(address);
    await adasPage.page.keyboard.press('Enter');
    await adasPage.says('It rings at');

    await bobsPage.toasts.waitFor();
    await bobsPage.page.keyboard.press('F6');
    await tabTo(bobsPage.page, 'Reply…');
    await bobsPage.page.keyboard.press('Enter');
    await bobsPage.dialog.waitFor();
    // The focus is in the dialog, stays there, and leaves it by Escape.
    for (let presses = 0; presses < 12; presses++) await bobsPage.page.keyboard.press('Tab');
    expect(
      await bobsPage.dialog.evaluate((dialog) => dialog.contains(document.activeElement)),
    ).toBe(true);
    await bobsPage.page.keyboard.press('Escape');
    await bobsPage.dialog.waitFor({ state: 'hidden' });

    await tabTo(bobsPage.page, 'Answer Ada');
    await bobsPage.page.keyboard.press('Enter');
    await bobsPage.dialog.waitFor();
    await tabTo(bobsPage.page, 'Accept');
    await bobsPage.page.keyboard.press('Enter');
    await bobsPage.boardIsShared();
    // The board that was opened has the focus.
    await focused(bobsPage.page, 'Whiteboard with Ada');

    await tabTo(bobsPage.page, 'Drawing, 0 lines');
    await bobsPage.page.keyboard.press('Space');
    for (const key of ['ArrowRight', 'Shift+ArrowRight', 'ArrowDown']) {
      await bobsPage.page.keyboard.press(key);
    }
    await bobsPage.page.keyboard.press('Space');
    // Its end may come after its beginning.
    const drawn = [500, 280, 500, 280, 510, 280, 560, 280, 560, 290].join(' ');
    await adasPage.board.locator(`polyline[points="${drawn}"]`).waitFor({ state: 'attached' });
    await adasPage.lines(1);

    await tabTo(bobsPage.page, 'Note');
    await bobsPage.page.keyboard.insertText('Done with the keyboard');
    await bobsPage.page.keyboard.press('Enter');
    await adasPage.reads('Done with the keyboard');
  });
});

/** Presses Tab until the element of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focusedName(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}; it is at ${await focusedName(page)}.`);
}

async function focused(page: Page, name: string): Promise<void> {
  await page.waitForFunction(
    (expected) => document.activeElement?.textContent?.trim() === expected,
    name,
  );
}

/** The name of the focused element for a screen reader: its label, or its text. */
async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null) return '';
    const label = (element as HTMLInputElement).labels?.[0];
    return (element.getAttribute('aria-label') ?? label?.textContent ?? element.textContent).trim();
  });
}
