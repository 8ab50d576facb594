// The browsers of the end-to-end tests. Their drivers download none: they drive the system's.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { installMissing } from '../debian-packages.mjs';

const FONTS = ['fonts-liberation', 'fonts-noto-color-emoji'];

/** Returns the path of Chromium: `BECKON_CHROMIUM`, or the installed one. `undefined` without either. */
export function findChromium() {
  return firstOf([process.env.BECKON_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser']);
}

/** Returns the path of Firefox: `BECKON_FIREFOX`, or the installed one. `undefined` without either. */
export function findFirefox() {
  return firstOf([process.env.BECKON_FIREFOX, '/usr/bin/firefox-esr']);
}

/**
 * Returns the paths of WebKitGTK: of its browser, its driver, and the display that both need. `undefined` when one is
 * missing.
 */
export function findWebKit() {
  const browser = firstOf(
    ['x86_64', 'aarch64'].map(
      (machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
    ),
  );
  const driver = firstOf(['/usr/bin/WebKitWebDriver']);
  const display = spawnSync('which', ['Xvfb'], { encoding: 'utf8' }).stdout?.trim();
  return browser && driver && display ? { browser, driver, display } : undefined;
}

/**
 * Installs the browsers that are missing. That works on Debian and its derivatives, as root.
 *
 * @throws Error that says what to do, when one cannot be installed here.
 */
export function installBrowsers() {
  installMissing(() => (findChromium() ? [] : ['chromium']), ['chromium', ...FONTS]);
  installMissing(() => (findFirefox() ? [] : ['firefox-esr']), ['firefox-esr', ...FONTS]);
  installMissing(
    () => (findWebKit() ? [] : ['WebKitWebDriver', 'Xvfb']),
    ['webkit2gtk-driver', 'xvfb'],
  );
}

function firstOf(paths) {
  return paths.find((path) => path && existsSync(path));
}
