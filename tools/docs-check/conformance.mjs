// Writes docs/CONFORMANCE.md: each rule of the contract, with the adapters that are tested for it. With
// --check, it fails when the document is not what it would write. With --json, it prints the same as data.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { conformanceDocument, conformanceMatrix } from './conformance-document.mjs';
import { allCases, casesInFile, casesOfHarness } from './planned-cases.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'docs/CONFORMANCE.md');

const one = (cases) => cases.values().next().value;
const inFile = async (test) => one(await casesInFile(test));

// The harness is not set up: the DLL need not be there.
const { referenceHarness } = await import(
  path.join(root, 'packages/native/test/windows/reference-harness.ts')
);

const columns = [
  ['mock', await inFile('packages/mock/src/conformance.test.ts')],
  ['engine', await inFile('packages/engine/src/conformance-memory.test.ts')],
  ['libp2p', await inFile('packages/libp2p/src/conformance.test.ts')],
  ['libp2p, 2 processes', await inFile('packages/libp2p/src/conformance-two-processes.test.ts')],
  ['nats', await inFile('packages/nats/src/conformance.test.ts')],
  ['nats, 2 processes', await inFile('packages/nats/src/conformance-two-processes.test.ts')],
  ['bridge to mock', await inFile('packages/bridge/src/conformance-mock-message-port.test.ts')],
  ['bridge to libp2p', await inFile('packages/bridge/src/conformance-libp2p-message-port.test.ts')],
  ['native', await casesOfHarness(referenceHarness(undefined, ''))],
];

if (process.argv.includes('--json')) {
  writeFileSync(1, JSON.stringify(conformanceMatrix(await allCases(), columns)));
  process.exit();
}

const { text, faults } = conformanceDocument(await allCases(), columns);
for (const fault of faults) console.error(`docs/CONFORMANCE.md: ${fault}`);
const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file });

if (!process.argv.includes('--check')) {
  writeFileSync(file, formatted);
} else if (readFileSync(file, 'utf8') !== formatted) {
  faults.push('the document is not current');
  console.error(
    'docs/CONFORMANCE.md: it is not current. Write it with `npm run conformance-document --workspace docs-check`.',
  );
}
// A test file may hold a handle, which its runner would release.
process.exit(faults.length === 0 ? 0 : 1);
