import { readFileSync } from 'node:fs';
import path from 'node:path';

const read = (...at: string[]): string => readFileSync(path.join(process.cwd(), ...at), 'utf8');

it('the package carries the licence of what is bundled into it', () => {
  const { files } = JSON.parse(read('package.json')) as { readonly files: readonly string[] };
  expect(files).toContain('THIRD-PARTY-LICENSES');
  const [, bundled = ''] = /alwaysBundle: \[(.*)\]/.exec(read('tsdown.config.ts')) ?? [];
  const names = [...bundled.matchAll(/'(.*?)'/g)].map(([, name = '']) => name);
  expect(names).not.toHaveLength(0);
  for (const name of names) {
    expect(read('THIRD-PARTY-LICENSES')).toContain(read('../../node_modules', name, 'LICENSE'));
  }
});
