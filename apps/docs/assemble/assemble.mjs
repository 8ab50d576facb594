// Puts the sources of the site together in one folder, from which VitePress builds: the pages that only the
// site has, and those of the documents of the repository.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../tools/lib/root.mjs';
import { siteLinks } from './links.mjs';
import { ownPages, pagesOfDocuments } from './pages.mjs';

/** Where the sources of the site are put together. */
export const assembled = path.join(import.meta.dirname, '../dist/pages');

/** Writes all pages but those of the API. */
export function assemble() {
  const pages = pagesOfDocuments();
  const picture = (file) => {
    const target = path.join(assembled, 'public/pictures', path.basename(file));
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(root, file), target);
    return `/pictures/${path.basename(file)}`;
  };
  rmSync(path.join(assembled, 'public'), { recursive: true, force: true });
  for (const [file, page] of pages) {
    const text = readFileSync(path.join(root, file), 'utf8');
    write(page, `---\nsource: ${file}\n---\n\n${siteLinks(text, { file, page, pages, picture })}`);
  }
  // Last, so that a page of its own stands in for that of a document.
  cpSync(ownPages, assembled, { recursive: true });
}

function write(page, text) {
  const file = path.join(assembled, page);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
