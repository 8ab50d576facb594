// Two people on one page.
/* global document -- of the page */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { serveSite } from './built-site.mjs';
import { openBrowser, openWindow, picture, SIZES, skip, violations } from './chromium.mjs';

describe('the page that shows an invitation alive', { skip, timeout: 300_000 }, () => {
  let server;
  let browser;
  let window;
  before(async () => {
    [server, browser] = await Promise.all([serveSite(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });
  beforeEach(async () => {
    window = await openWindow(browser);
    await window.page.goto(`${server.url}/live.html`);
  });
  afterEach(async () => {
    const { complaints } = window;
    await window.context.close();
    assert.deepEqual(complaints, []);
  });

  const click = (name) => window.page.getByRole('button', { name, exact: true }).click();
  const sees = (text) => window.page.getByText(text).first().waitFor();
  const texts = (selector) => window.page.locator(selector).allTextContents();
  const statuses = () => texts('.statuses li').then((found) => found.map((text) => text.trim()));
  const drawn = () => texts('.sequence .status text:not(.time)');
  const ends = (state) => window.page.locator(`.statuses .final.${state}`).waitFor();

  it('Bob sees it and accepts; the statuses are drawn in order, and they talk', async () => {
    await click('Invite Bob');
    await sees('invites you');
    await click('Accept');
    await ends('accepted');
    const expected = ['sending', 'pending', 'delivered', 'accepted'];
    assert.deepEqual(await statuses(), expected);
    assert.deepEqual(await drawn(), expected);
    await sees('You have accepted.');
    const arrows = (await texts('.sequence .moment text:not(.time)')).join(' ');
    assert.match(arrows, /inviteEndpoint.*invitation.*accept\(\).*signal.*accepted.*close/);

    await window.page.getByLabel('Ada says').fill('e4');
    await window.page.getByLabel('Ada says').press('Enter');
    await window.page.locator('.said .Ada').getByText('e4').waitFor();
    for (const size of ['desktop', 'phone']) {
      await window.page.setViewportSize(SIZES[size]);
      for (const colorScheme of ['light', 'dark']) {
        await window.page.emulateMedia({ colorScheme });
        await picture(window.page, `live-${size}-${colorScheme}`);
      }
      assert.deepEqual(await violations(window.page), []);
      const fits = await window.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth <= clientWidth;
      });
      assert.ok(fits, `it scrolls sideways on a ${size}`);
    }
  });

  it('Bob declines, and that is a value', async () => {
    await click('Invite Bob');
    await sees('invites you');
    await click('Decline');
    await ends('declined');
    assert.deepEqual(await statuses(), ['sending', 'pending', 'delivered', 'declined']);
    await sees('You have declined.');
  });

  it('Ada takes it back, and Bob sees that', async () => {
    await click('Invite Bob');
    await sees('invites you');
    await click('Take it back');
    await sees('Ada has taken it back.');
    const arrows = await texts('.sequence .moment text:not(.time)');
    assert.ok(arrows.includes('unsubscribe') && arrows.includes('withdrawn'));
  });

  it('nobody is there, and that is an error; then Bob is back', async () => {
    await window.page.getByRole('checkbox').uncheck();
    await click('Invite Bob');
    await window.page.getByRole('alert').waitFor();
    assert.deepEqual(await texts('.sequence .error text:not(.time)'), ['UNREACHABLE']);
    await window.page.getByRole('checkbox').check();
    await click('Invite Bob');
    await sees('invites you');
  });
});
