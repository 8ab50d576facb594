// The browser of the end-to-end tests. Playwright downloads none here: it drives the system's Chromium.
import { existsSync } from 'node:fs';
import { installWhatIsMissing } from '../debian-packages.mjs';

const DEBIAN_PACKAGES = ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'];

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The path of Chromium, or of what `BECKON_CHROMIUM` names; `undefined` when there is none. */
export function findChromium() {
  return [process.env.BECKON_CHROMIUM, ...candidates].find((path) => path && existsSync(path));
}

/**
 * Installs Chromium when it is missing, on Debian and its like as root.
 *
 * @throws Error that says what to do where that cannot be done.
 */
export function installChromium() {
  installWhatIsMissing(() => (findChromium() ? [] : ['chromium']), DEBIAN_PACKAGES);
}
