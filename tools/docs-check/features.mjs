// Checks docs/FEATURES.md: that every row is there once, and that every test that it names is there
// under its title. Prints how many rows are yes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { featureFaults } from './feature-rows.mjs';

const file = path.resolve(import.meta.dirname, '../../docs/FEATURES.md');
const { faults, counts } = featureFaults(readFileSync(file, 'utf8'), path.dirname(file));

for (const fault of faults) console.error(`docs/FEATURES.md: ${fault}`);
for (const { yes, of, what } of counts) console.log(`${yes} of ${of} ${what}: yes`);
process.exitCode = faults.length === 0 ? 0 : 1;
