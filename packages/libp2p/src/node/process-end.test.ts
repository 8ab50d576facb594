import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const program = `
  const { libp2pAdapter } = await import('@beckon/libp2p');
  const { invite } = await import('@beckon/core');
  const { lastValueFrom } = await import('rxjs');
  const [alice, bob] = [libp2pAdapter(), libp2pAdapter()];
  await Promise.all([alice.open(), bob.open()]);
  const [endpoint] = await bob.identity.endpoints();
  const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
  const sent = lastValueFrom(invite(alice, { to: { endpoint }, applicationId, expiresInMs: 100 }));
  console.log((await sent).state);
  await Promise.all([alice.close(), bob.close()]);
  // libp2p's own timers are of 500 ms and more. A process that has ended says nothing here.
  const living = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  setTimeout(() => console.log(living(), 'timers'), 250).unref();
`;

it('the process ends at once when its adapters are closed', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@beckon/source', '--import', 'tsx', '--input-type=module', '-e', program],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const [state, living = '0 timers'] = stdout.trim().split('\n');
  expect(state).toBe('expired');
  expect(living).toBe('0 timers');
});
