// Loads the conformance tests of the packages, and notes the cases that they plan, without running them.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const suite = import(pathToFileURL(path.join(root, 'packages/conformance/src/index.ts')));
const NEEDS = / \(needs (.+)\)$/;

/**
 * Returns the cases that a test file registers with Jest, by the name of each adapter: the title of
 * each case, with the traits that it misses.
 */
export async function casesInFile(file) {
  const adapters = new Map();
  let current;
  const nothing = () => undefined;
  const describe = (name, body) => {
    const [, adapter] = /^conformance of (.+)$/.exec(name) ?? [];
    current = adapter === undefined ? undefined : new Map();
    if (current !== undefined) adapters.set(adapter, current);
    body();
  };
  describe.skip = describe;
  const it = (title) => current?.set(title, []);
  it.skip = (title) => {
    const [needs, traits] = NEEDS.exec(title) ?? [];
    current?.set(title.replace(needs, ''), traits.split(', '));
  };
  Object.assign(globalThis, { describe, it, test: it });
  Object.assign(globalThis, { beforeAll: nothing, afterAll: nothing });
  Object.assign(globalThis, { beforeEach: nothing, afterEach: nothing });
  await import(pathToFileURL(path.join(root, file)));
  return adapters;
}

/** Returns the cases that a harness plans, as {@link casesInFile} does. */
export async function casesOfHarness(harness) {
  const { planConformance } = await suite;
  return new Map(
    planConformance(harness).map(({ conformanceCase: { table, name }, missing }) => [
      `${table}: ${name}`,
      missing,
    ]),
  );
}

/** Returns the titles of all cases, with the other tables that each needs. */
export async function allCases() {
  const { conformanceCases } = await suite;
  return conformanceCases();
}
