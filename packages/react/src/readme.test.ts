import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as react from './index.ts';

const root = path.resolve(__dirname, '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

describe('the README', () => {
  it.each(['readme-inviting.test.tsx', 'readme-answering.test.tsx'])(
    'shows %s as it is run',
    (name) => {
      const file = readFileSync(path.join(root, 'src', name), 'utf8');
      const shown = file.replace("'./index.ts'", "'@beckon/react'");
      expect(shown).not.toBe(file);
      expect(readme).toContain('```tsx\n' + shown + '```\n');
    },
  );

  it.each(Object.keys(react))('names %s', (name) => {
    expect(readme).toContain(name);
  });
});
