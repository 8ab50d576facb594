import type { Browser } from 'playwright-core';
import { firefox } from 'playwright-core-firefox';

declare const FIREFOX: string | undefined;

/** Runs its tests when there is a Firefox, and lists them as skipped otherwise. */
export const describeInFirefox = FIREFOX === undefined ? describe.skip : describe;

/**
 * Debian's Firefox, as it is. The version of Playwright that drives Chromium cannot make a context in it: an
 * older one, of a name of its own, does.
 */
export async function launchFirefox(): Promise<Browser> {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: FIREFOX ?? '' });
  return browser as unknown as Browser;
}
