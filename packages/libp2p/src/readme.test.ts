import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROUNDS = 4;

it("the README's first example does what it says, and ends", async () => {
  const readme = await readFile(path.join(process.cwd(), 'README.md'), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  expect(example).toContain('libp2pAdapter(');
  for (let round = 0; round < ROUNDS; round++) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@beckon/source', '--import', 'tsx', '--input-type=module', '-e', example],
      { env: { ...process.env, NODE_OPTIONS: '' } },
    );
    expect(stdout).toContain('The invitation is accepted.');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['sending', 'pending', 'delivered', 'accepted']),
    );
  }
});
