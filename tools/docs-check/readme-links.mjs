// Checks the links of a README as a reader follows them on the page of a registry, outside the
// repository.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns the broken links and pictures of `text`. `folder` is the unpacked package, `site` the
 * address of the repository, and `root` its folder.
 */
export function brokenLinks(text, { folder, site, root }) {
  const faultOf = (target) => {
    const [address, anchor] = target.split('#');
    if (address === '') return hasHeading(text, anchor);
    const inRepository = ['tree', 'blob']
      .map((view) => `${site}/${view}/main/`)
      .find((prefix) => address.startsWith(prefix));
    if (inRepository !== undefined) {
      const file = path.join(root, decodeURI(address.slice(inRepository.length)));
      if (!existsSync(file)) return 'is not in the repository';
      return anchor && file.endsWith('.md')
        ? hasHeading(readFileSync(file, 'utf8'), anchor)
        : undefined;
    }
    if (/^[a-z]+:/i.test(address)) return undefined;
    const file = path.join(folder, address);
    return file.startsWith(folder + path.sep) && existsSync(file)
      ? undefined
      : `is not in the package: link to ${site}/blob/main/…`;
  };
  return links(text).flatMap(({ target, line }) => {
    const fault = faultOf(target);
    return fault === undefined ? [] : [{ line, message: `${target} ${fault}` }];
  });
}

function hasHeading(text, anchor) {
  return anchors(text).has(anchor) ? undefined : 'names no heading';
}

/** The targets of links and pictures, each with its line. */
function links(text) {
  const target = /\]\(\s*<?([^()\s>]+)|^\s*\[[^\]]+\]:\s*(\S+)/g;
  return prose(text).flatMap((line, index) =>
    [...line.replace(/(`+).*?\1/g, '').matchAll(target)].map(([, inline, reference]) => ({
      target: inline ?? reference,
      line: index + 1,
    })),
  );
}

/** The anchor of a heading without links, as GitHub makes it. */
export function githubAnchor(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(text) {
  const found = new Set();
  for (const line of prose(text)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const anchor = githubAnchor(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
    let free = anchor;
    for (let count = 1; found.has(free); count++) free = `${anchor}-${count}`;
    found.add(free);
  }
  return found;
}

/** The lines of a document. The lines of code blocks are empty. */
export function prose(text) {
  let fence;
  return text.split(/\r?\n/).map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      return mark === undefined ? line : '';
    }
    if (mark?.startsWith(fence)) fence = undefined;
    return '';
  });
}
