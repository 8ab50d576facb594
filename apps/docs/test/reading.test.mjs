// Every page, as it is read: on a phone and on a desk, in light and in the dark.
/* global document, CSS -- of the page */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pages, serveSite } from './built-site.mjs';
import { openBrowser, openWindow, picture, skip, violations } from './chromium.mjs';

/** Pages of each kind, which are looked at in full. */
const LOOKED_AT = {
  home: '/index.html',
  first: '/guides/first-invitation.html',
  internet: '/guides/over-the-internet.html',
  states: '/reference/states.html',
  conformance: '/reference/conformance.html',
  readme: '/packages/links.html',
  api: '/api/@beckon/core/inspect.html',
};

describe('the pages in Chromium', { skip, timeout: 600_000 }, () => {
  let server;
  let browser;
  before(async () => {
    [server, browser] = await Promise.all([serveSite(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  it('do not scroll sideways on a phone, in light and in the dark, and complain of nothing', async () => {
    const faults = [];
    const { context, page, complaints } = await openWindow(browser, { size: 'phone' });
    await page.goto(`${server.url}/index.html`, { waitUntil: 'load' });
    await page.waitForFunction(() => document.querySelector('#app').__vue_app__ !== undefined);
    for (const name of pages) {
      // As a reader comes from page to page: by a link.
      await page.evaluate((href) => {
        const link = Object.assign(document.createElement('a'), { href });
        document.body.append(link);
        link.click();
        link.remove();
      }, name);
      // What VitePress calls the content of a page.
      const shown = name
        .replace(/index\.html$/, '')
        .replace(/[./]+/g, '_')
        .replace(/_html$/, '');
      await page.waitForFunction(
        (wanted) =>
          document.querySelector(wanted === '_' ? '.VPHome' : `.vp-doc.${CSS.escape(wanted)}`),
        shown,
      );
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const excess = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (excess > 0) faults.push(`${name}, ${colorScheme}: ${excess} px too wide`);
      }
    }
    await context.close();
    assert.deepEqual([...faults, ...complaints], []);
  });

  for (const [name, address] of Object.entries(LOOKED_AT)) {
    it(`can be read by everybody: ${address}`, async () => {
      const faults = [];
      for (const size of ['phone', 'desktop']) {
        const { context, page, complaints } = await openWindow(browser, { size });
        await page.goto(server.url + address, { waitUntil: 'load' });
        if (name === 'states') await page.locator('.diagram svg').waitFor();
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          await picture(page, `${name}-${size}-${colorScheme}`);
        }
        // In the dark on a phone, in light on a desk.
        if (size === 'desktop') await page.emulateMedia({ colorScheme: 'light' });
        const found = await violations(page);
        faults.push(...found.map((fault) => `${size}: ${fault}`));
        faults.push(...complaints);
        await context.close();
      }
      assert.deepEqual(faults, []);
    });
  }

  it('are found by a word', async () => {
    const { context, page, complaints } = await openWindow(browser);
    await page.goto(`${server.url}/index.html`);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.locator('.VPLocalSearchBox input').fill('trystero');
    await page.locator('.VPLocalSearchBox .result').first().click();
    await page.waitForURL(/\/guides\/moving\.html/);
    assert.deepEqual(complaints, []);
    await context.close();
  });
});
