// The licences of all dependencies, by the lock file: docs/LICENCES.md.
//
// `node licences.mjs` checks each licence, and that the document is up to date; `--write` writes it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from '../lib/root.mjs';
import { installedByUsers, lockedPackages, nameAt } from './locked-packages.mjs';

/** A user's program may contain these. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'WTFPL',
  'Zlib',
];
/** Tools for work here may have these too. Nothing of them is published. */
const FOR_TOOLS = [...PERMISSIVE, 'CC-BY-4.0', 'CC0-1.0', 'MPL-2.0', 'Python-2.0'];

/** What stands in the licence file of packages whose package.json does not say it in SPDX's words. */
const READ_BY_HAND = {
  'node-datachannel': 'MPL-2.0',
  'prelude-ls': 'MIT',
  spawndamnit: 'MIT',
};

/** Whether an SPDX expression allows one to choose licences of `allowed`. */
export function isAllowed(expression, allowed) {
  const plain = expression.replaceAll(/[()]/g, '');
  return plain
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));
}

/** Returns the rows of the document, and the faults. */
export function licences(locked) {
  const used = new Set(installedByUsers(locked));
  const rows = Object.entries(locked)
    .filter(([place, entry]) => place.includes('node_modules/') && !entry.link)
    .map(([place, { version, license, name = nameAt(place) }]) => ({
      name,
      version,
      licence: READ_BY_HAND[name.replace(/^@(node-datachannel)\/.*/, '$1')] ?? license,
      isUsed: used.has(place),
    }));
  const faults = rows
    .filter(({ licence, isUsed }) => !isAllowed(licence ?? '', isUsed ? PERMISSIVE : FOR_TOOLS))
    .map(
      ({ name, version, licence, isUsed }) =>
        `${name}@${version}: the licence ${licence} is not allowed ${isUsed ? 'for what users install' : 'for tools'}`,
    );
  return { rows, faults };
}

function documentOf(rows) {
  const unique = (list) => [...new Set(list)].sort();
  const used = rows.filter(({ isUsed }) => isUsed);
  const usedNames = new Set(used.map(({ name }) => name));
  const tools = rows.filter(({ name }) => !usedNames.has(name));
  const lines = unique(
    used.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  );
  const toolLines = unique(tools.map(({ licence }) => licence)).map((licence) => {
    const names = unique(tools.filter((row) => row.licence === licence).map(({ name }) => name));
    return `| ${licence} | ${names.length} | ${names.length > 20 ? '' : names.join(', ')} |`;
  });
  return `# Licences

beckon is under the MIT licence. The licences of its dependencies are listed here by the lock file. \`npm run licences\` writes
this document. \`npm run check\` fails when it is out of date, or when a licence is not on the list in
[tools/release/licences.mjs](../tools/release/licences.mjs). [DEPENDENCIES](DEPENDENCIES.md) says why each direct
dependency is there. \`npm run --silent sbom\` prints all of it as a CycloneDX document.

## What users install

The packages below those of beckon: ${unique(used.map(({ name }) => name)).length} names.

| package | version | licence |
| --- | --- | --- |
${lines.join('\n')}

## What only work on beckon needs

| licence | packages | names, up to 20 |
| --- | --- | --- |
${toolLines.join('\n')}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = path.join(root, 'docs/LICENCES.md');
  const { rows, faults } = licences(lockedPackages());
  const settings = await resolveConfig(file);
  const text = await format(documentOf(rows), { ...settings, parser: 'markdown' });
  if (process.argv.includes('--write')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== text) {
    faults.push('docs/LICENCES.md is out of date: npm run licences');
  }
  for (const fault of faults) console.error(fault);
  const users = rows.filter(({ isUsed }) => isUsed).length;
  console.log(`${rows.length} dependencies, ${users} of them for users; ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
