import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROUNDS = 4;

it("the README's first example does what it says, and ends", async () => {
  const { program } = await firstExample('README.md');
  for (let round = 0; round < ROUNDS; round++) {
    const stdout = await outputOf(program);
    expect(stdout).toContain('The invitation is accepted.');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['sending', 'pending', 'delivered', 'accepted']),
    );
  }
});

it('the first page of the repository shows both sides in under 25 lines, prints what it says, and ends', async () => {
  const { program, output } = await firstExample('../../README.md');
  const lines = program
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('import'));
  expect(lines.length).toBeLessThan(25);
  for (let round = 0; round < ROUNDS; round++) expect(await outputOf(program)).toBe(output);
});

/** The first program of a document, and its expected output below. */
async function firstExample(file: string): Promise<{ program: string; output: string }> {
  const text = await readFile(path.join(process.cwd(), file), 'utf8');
  const [, program = '', output = ''] =
    /```ts\n(.*?)```(?:\n\n```text\n(.*?)```)?/s.exec(text) ?? [];
  expect(program).toContain('libp2pAdapter(');
  return { program, output };
}

async function outputOf(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@beckon/source', '--import', 'tsx', '--input-type=module', '-e', program],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return stdout;
}
