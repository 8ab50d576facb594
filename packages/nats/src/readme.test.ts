import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';

describeWithServer("the README's programs", () => {
  let server: NatsServer;

  beforeAll(async () => {
    server = await NatsServer.start('jetstream { store_dir: "$FOLDER/js" }');
  });
  afterAll(() => server.stop());

  it('print what the README says, and end', async () => {
    const readme = await readFile(path.join(process.cwd(), 'README.md'), 'utf8');
    const examples = [...readme.matchAll(/```ts\n(.*?)```\n\n```text\n(.*?)```/gs)];
    expect(examples).toHaveLength(2);
    for (const [, program = '', output = ''] of examples) {
      expect(program).toContain('nats://localhost:4222');
      const lines = (await outputOf(program.replace('nats://localhost:4222', server.url))).map(
        (line) => line.replace(/^U[A-Z2-7]{55}/, 'U…'),
      );
      // Two sides that run at once may speak in another order.
      expect(lines.sort()).toEqual(output.split('\n').sort());
    }
  });
});

async function outputOf(program: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@beckon/source', '--import', 'tsx', '--input-type=module', '-e', program],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return stdout.split('\n');
}
