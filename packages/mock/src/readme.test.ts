import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

describe('the README', () => {
  it.each(['readme-marbles.test.ts', 'readme-fake-timers.test.ts', 'readme-faults.test.ts'])(
    'shows %s as it is run',
    (name) => {
      const file = readFileSync(path.join(root, 'src', name), 'utf8');
      const shown = file.replace("'./index.ts'", "'@beckon/mock'");
      expect(shown).not.toBe(file);
      expect(readme).toContain('```ts\n' + shown + '```\n');
    },
  );
});
