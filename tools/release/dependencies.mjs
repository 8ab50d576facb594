// Checks that docs/DEPENDENCIES.md names each runtime dependency of the public packages, and the
// packages that have it, and no other.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { publicPackages } from '../lib/packed-packages.mjs';
import { root } from '../lib/root.mjs';

const ROW = /^\| `([^`]+)` +\| ([^|]+?) +\|/gm;

const users = new Map();
for (const { directory, manifest } of publicPackages()) {
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    if (name.startsWith('@beckon/')) continue;
    users.set(name, [...(users.get(name) ?? []), path.basename(directory)]);
  }
}
const text = readFileSync(path.join(root, 'docs/DEPENDENCIES.md'), 'utf8');
const named = new Map([...text.matchAll(ROW)].map(([, name, who]) => [name, who]));
const faults = [
  ...[...users].flatMap(([name, packages]) => {
    const who = named.get(name);
    if (who === undefined) return [`${name} of ${packages.join(', ')} is not in the document`];
    const expected = packages.length === publicPackages().length ? 'all' : packages.join(', ');
    return who === expected ? [] : [`${name} is used by ${expected}, and not by ${who}`];
  }),
  ...[...named.keys()].filter((name) => !users.has(name)).map((name) => `${name} is not used`),
];
for (const fault of faults) console.error(`docs/DEPENDENCIES.md: ${fault}`);
console.log(`${users.size} direct dependencies of users; ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
