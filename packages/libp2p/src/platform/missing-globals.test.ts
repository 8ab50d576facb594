import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const program = `
  const missing = () => [!('withResolvers' in Promise), !('WebSocket' in globalThis)];
  const before = missing();
  const { libp2pAdapter } = await import('@beckon/libp2p');
  const imported = missing();
  const adapter = libp2pAdapter();
  await adapter.open();
  const { promise, resolve } = Promise.withResolvers();
  resolve(7);
  console.log(JSON.stringify({ before, imported, open: missing(), resolved: await promise }));
  await adapter.close();
`;

it('supplies the missing globals of this Node when an adapter opens, and not at import', async () => {
  const { before, imported, open, resolved } = await resultOf(program);
  expect(imported).toEqual(before);
  expect(open).toEqual([false, false]);
  expect(resolved).toBe(7);
});

/** The JSON output of a program. */
async function resultOf(program: string): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@beckon/source', '--import', 'tsx', '--input-type=module', '-e', program],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}
