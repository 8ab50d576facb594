import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const folder = path.resolve(__dirname, '../test-results/screenshots');

const SIZES = {
  wide: { width: 1280, height: 860 },
  narrow: { width: 390, height: 844 },
} as const;

/**
 * Keeps a picture of the present page, in light and dark, wide and narrow. Returns the problems that axe
 * finds in any of them.
 */
export async function inspect(
  { page }: { readonly page: Page },
  name: string,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      const file = path.join(folder, `${name}-${colorScheme}-${size}.png`);
      await page.screenshot({ path: file });
      const { violations } = await page.evaluate(async () =>
        (globalThis as unknown as { axe: typeof axe }).axe.run(),
      );
      found.push(
        ...violations.map(({ id, nodes }) => {
          const where = nodes.map(({ target }) => target.join(' ')).join(', ');
          return `${name}, ${colorScheme}, ${size}: ${id} at ${where}`;
        }),
      );
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(SIZES.wide);
  return found;
}
