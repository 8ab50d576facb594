import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import open from 'open';

/**
 * Shows the page at `url` in the browser. The browser gets a file that leads to `url`, and only the owner can
 * read the file. Other users of this machine see the arguments of the command, and `url` has the token.
 */
export async function showPage(url: string, dataFolder: string): Promise<void> {
  const file = path.join(dataFolder, 'open.html');
  const html = `<!doctype html><title>beckon lobby</title><meta http-equiv="refresh" content="0; url=${url}">\n`;
  await writeFile(file, html, { mode: 0o600 });
  await open(file);
}
