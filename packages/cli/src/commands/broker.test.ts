import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSeed, natsAdapter } from '@beckon/nats';
import { freePort } from 'test-support/free-ports';
import { beckon } from '../../test/beckon-process.ts';

const natsServer = [process.env['BECKON_NATS_SERVER'], '/usr/sbin/nats-server'].find(
  (place) => place !== undefined && existsSync(place),
);

describe('beckon broker', () => {
  let folder: string;
  let server: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-broker-'));
  });
  afterEach(async () => {
    server?.kill();
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  async function startServer(...more: string[]): Promise<string> {
    const port = await freePort();
    server = spawn(natsServer!, ['--addr', '127.0.0.1', '--port', String(port), ...more]);
    let log = '';
    for await (const chunk of server.stderr!) {
      log += String(chunk);
      if (log.includes('Server is ready')) break;
    }
    return `nats://127.0.0.1:${port}`;
  }

  const itWithServer = natsServer === undefined ? it.skip : it;

  itWithServer('setup makes a broker keep invitations, as often as it is called', async () => {
    const url = await startServer('--jetstream', '--store_dir', folder);
    for (let call = 0; call < 2; call++) {
      const { code, stdout } = await beckon(folder, ['broker', 'setup', '--server', url]);
      expect([code, stdout]).toEqual([
        0,
        'The broker keeps invitations for people who are away.\n',
      ]);
    }
    const adapter = natsAdapter({ servers: url, seed: createSeed(), mail: true });
    await adapter.open();
    await adapter.close();
  });

  itWithServer('setup says what a broker without JetStream lacks', async () => {
    const url = await startServer();
    const { code, stderr } = await beckon(folder, ['broker', 'setup', '--server', url]);
    expect(code).toBe(1);
    expect(stderr).toContain('nats-server --jetstream');
  });

  it('setup says where nobody answers', async () => {
    const server = ['--server', 'nats://127.0.0.1:1'];
    const { code, stderr } = await beckon(folder, ['broker', 'setup', ...server]);
    expect(code).toBe(1);
    expect(stderr).toContain('No broker lets you in at nats://127.0.0.1:1');
  });

  it('permissions are shown for a person, and for nothing else', async () => {
    const nkey = 'UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4';
    const { code, stdout } = await beckon(folder, ['broker', 'permissions', nkey]);
    expect(code).toBe(0);
    expect(stdout).toContain(`publish: ["beckon.*.${nkey}",`);
    const wrong = await beckon(folder, ['broker', 'permissions', 'bob']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('bob is no public nkey');
  });

  it('permissions --template prints what nsc makes a signing key with', async () => {
    const { code, stdout } = await beckon(folder, ['broker', 'permissions', '--template']);
    expect(code).toBe(0);
    expect(stdout).toContain("--allow-pub 'beckon.*.{{subject()}},");
    expect(stdout).toContain("--allow-sub 'beckon.{{subject()}}.*,_INBOX.{{subject()}}.>'");
    const neither = await beckon(folder, ['broker', 'permissions']);
    expect([neither.code, neither.stderr]).toEqual([2, expect.stringContaining('or --template')]);
  });
});
