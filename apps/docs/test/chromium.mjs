// A browser for the tests. Nothing but the site itself is let through.
import path from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { findChromium } from '../../../tools/lib/browsers/browsers.mjs';

const executablePath = findChromium();

/** Why the tests in Chromium are left out, or false. */
export const skip = executablePath === undefined ? 'Chromium is not installed' : false;

/** Longest time of a step, in milliseconds. */
const STEP_MS = 20_000;

export const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1360, height: 900 },
};

export const openBrowser = () =>
  chromium.launch({
    executablePath,
    // Chromium has no sandbox for root. The pages are our own and need none.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

/** A window, and what has gone wrong in it: errors, warnings, and what it wanted from elsewhere. */
export async function openWindow(browser, { size = 'desktop', colorScheme = 'light' } = {}) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(STEP_MS);
  const complaints = [];
  await context.route(/./, (route) => {
    const { hostname } = new URL(route.request().url());
    if (hostname === '127.0.0.1') return route.continue();
    complaints.push(`loads ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  return { context, page, complaints };
}

/** What axe finds wrong. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(async () =>
    // The search button of VitePress names itself, and shows its keys beside that.
    globalThis.axe.run({ rules: { 'label-content-name-mismatch': { enabled: false } } }),
  );
  return found.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Keeps a picture of what a window shows. */
export const picture = (page, name) =>
  page.screenshot({
    path: path.join(import.meta.dirname, `../test-results/screenshots/${name}.png`),
  });
