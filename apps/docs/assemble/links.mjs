// Turns the links of a document, which lead through the repository, into links of the site.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { prose } from '../../../tools/docs-check/readme-links.mjs';
import { root } from '../../../tools/lib/root.mjs';

const REPOSITORY = 'https://github.com/beckon-js/beckon';
const PICTURE = /\.(?:png|svg)$/;

/**
 * Returns the text of a document with the links of its page. A link to a document leads to its page, one to any other
 * file of the repository to the place where the repository is published.
 *
 * @param {string} text
 * @param {object} options
 * @param {string} options.file the document, from the root of the repository
 * @param {string} options.page its page, from the root of the site
 * @param {Map<string, string>} options.pages the pages of all documents
 * @param {(file: string) => string} options.picture keeps a picture, and returns its address in the site
 * @throws Error when a link leads to no file.
 */
export function siteLinks(text, { file, page, pages, picture }) {
  const rewritten = (target) => {
    const [address, anchor] = target.split('#');
    const hash = anchor === undefined ? '' : `#${anchor}`;
    const linked = linkedFile(address, file);
    if (linked === undefined) return target;
    if (!existsSync(path.join(root, linked))) {
      throw new Error(`${file}: ${target} leads to nothing in the repository`);
    }
    if (PICTURE.test(linked)) return picture(linked);
    const own = pages.get(linked);
    if (own === undefined) return `${REPOSITORY}/blob/main/${linked}${hash}`;
    const relative = path.posix.relative(path.posix.dirname(page), own);
    return `${relative.startsWith('.') ? relative : `./${relative}`}${hash}`;
  };
  const lines = text.split(/\r?\n/);
  return prose(text)
    .map((line, index) => {
      if (line === '') return lines[index];
      return line
        .split(/(`+[^`]*`+)/)
        .map((part) =>
          part.startsWith('`')
            ? part
            : part
                .replace(
                  /(\]\(\s*<?)([^()\s>]+)/g,
                  (_, before, target) => before + rewritten(target),
                )
                .replace(
                  /^(\s*\[[^\]]+\]:\s*)(\S+)/,
                  (_, before, target) => before + rewritten(target),
                ),
        )
        .join('');
    })
    .join('\n');
}

/** The file of the repository to which a link leads, or undefined. */
function linkedFile(address, file) {
  if (address === '') return undefined;
  for (const view of ['blob', 'tree']) {
    const prefix = `${REPOSITORY}/${view}/main/`;
    if (address.startsWith(prefix))
      return decodeURI(address.slice(prefix.length)).replace(/\/$/, '');
  }
  if (/^[a-z]+:/i.test(address) || address.startsWith('/')) return undefined;
  return path.posix.join(path.posix.dirname(file), decodeURI(address)).replace(/\/$/, '');
}
