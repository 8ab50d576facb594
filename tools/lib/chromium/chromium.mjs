// The browser of the end-to-end tests. Playwright does not download one: it drives the system's
// Chromium.
import { existsSync } from 'node:fs';
import { installMissing } from '../debian-packages.mjs';

const DEBIAN_PACKAGES = ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'];

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/**
 * Returns the path of Chromium: `BECKON_CHROMIUM`, or the installed one. `undefined` without
 * either.
 */
export function findChromium() {
  return [process.env.BECKON_CHROMIUM, ...candidates].find((path) => path && existsSync(path));
}

/**
 * Installs Chromium when it is missing. That works on Debian and its derivatives, as root.
 *
 * @throws Error that says what to do, when Chromium cannot be installed here.
 */
export function installChromium() {
  installMissing(() => (findChromium() ? [] : ['chromium']), DEBIAN_PACKAGES);
}
