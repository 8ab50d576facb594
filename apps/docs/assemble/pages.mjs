// Which documents of the repository are pages of the site. The words stand in the repository once: the
// guides, the READMEs and the documents are read from there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../tools/lib/root.mjs';

const markdownIn = (folder) =>
  readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));

/** Pages that only the site has. */
export const ownPages = path.join(import.meta.dirname, '../site/pages');

/**
 * Returns the page of each document: its path in the repository, and that in the site.
 *
 * @returns {Map<string, string>}
 */
export function pagesOfDocuments() {
  const packages = readdirSync(path.join(root, 'packages'))
    .filter((name) => existsSync(path.join(root, 'packages', name, 'README.md')))
    .map((name) => [`packages/${name}/README.md`, `packages/${name}.md`]);
  const guides = markdownIn('docs/guides').map((name) => [`docs/guides/${name}`, `guides/${name}`]);
  const documents = markdownIn('docs').map((name) => [
    `docs/${name}`,
    `reference/${name.toLowerCase()}`,
  ]);
  return new Map([
    ['README.md', 'overview.md'],
    ['CONTRIBUTING.md', 'reference/contributing.md'],
    ['SECURITY.md', 'reference/reporting.md'],
    ...guides,
    ...packages,
    ...documents,
  ]);
}

/** Returns the first heading of a document. */
export function titleOf(file) {
  const [, title = file] = /^# (.+)$/m.exec(readFileSync(path.join(root, file), 'utf8')) ?? [];
  return title.replaceAll('`', '');
}
