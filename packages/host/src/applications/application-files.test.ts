import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  type ApplicationRegistration,
  createGuid,
  type Guid,
  isCollaborationError,
  LIMITS,
} from '@beckon/core';
import { firstValueFrom } from 'rxjs';
import { ApplicationFiles } from './application-files.ts';

const run = promisify(execFile);

describe('ApplicationFiles', () => {
  let folder: string;
  let own: string;
  let files: ApplicationFiles;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-files-'));
    own = path.join(folder, 'own');
    files = new ApplicationFiles({ currentUser: own, allUsers: path.join(folder, 'all') });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const registration = (id: Guid = createGuid()): ApplicationRegistration => ({
    application: { id, description: 'Whiteboard', data: Uint8Array.of(1, 2) },
    program: '/usr/bin/true',
    arguments: '--room "a b"',
  });

  async function codeOf(act: Promise<unknown>): Promise<string> {
    const error = await act.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return isCollaborationError(error) ? error.code : String(error);
  }

  it('keeps a registration in a file that only its owner reads', async () => {
    const given = registration();
    await files.add('test', given, 'currentUser');
    const file = path.join(own, `${given.application.id}.json`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(own)).mode & 0o777).toBe(0o700);
    expect(await files.get('test', given.application.id, 'currentUser')).toEqual(given);
    expect(await readdir(own)).toEqual([`${given.application.id}.json`]);
  });

  it('finds one of this user before one of all', async () => {
    const id = createGuid();
    await files.add('test', { ...registration(id), program: '/all' }, 'allUsers');
    expect((await files.find('test', id))?.program).toBe('/all');
    await files.add('test', { ...registration(id), program: '/own' }, 'currentUser');
    expect((await files.find('test', id))?.program).toBe('/own');
  });

  it.each([
    ['a relative path', 'program'],
    ['a path that climbs', '../../bin/sh'],
    ['a network path', '\\\\server\\share\\program.exe'],
    ['a network path with slashes', '//server/share/program'],
    ['nothing', ''],
    ['a NUL', '/bin/sh\0'],
  ])('refuses %s as program', async (_what, program) => {
    const wrong = { ...registration(), program };
    expect(await codeOf(files.add('test', wrong, 'currentUser'))).toBe('INVALID_ARGUMENT');
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets several processes register at the same time: one wins each id, and none undoes another', async () => {
    const ids = Array.from({ length: 20 }, () => createGuid());
    const script = `
      import { ApplicationFiles } from '@beckon/host';
      const [own, ...ids] = process.argv.slice(1);
      const files = new ApplicationFiles({ currentUser: own });
      let count = 0;
      for (const id of ids) {
        await files.add('test', { application: { id }, program: '/bin/true' }, 'currentUser').then(
          () => { count += 1; },
          (error) => { if (error.code !== 'ALREADY_EXISTS') throw error; },
        );
      }
      console.log(count);`;
    const counts = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const { stdout } = await run(
          process.execPath,
          [
            '--conditions=@beckon/source',
            '--import',
            'tsx',
            '--input-type=module',
            '-e',
            script,
            own,
            ...ids,
          ],
          { env: { ...process.env, NODE_OPTIONS: '' } },
        );
        return Number(stdout);
      }),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ids.length);
    const { registrations } = await files.list('test', 'currentUser');
    expect(registrations.map(({ application }) => application.id)).toEqual([...ids].sort());
    expect(await readdir(own)).toHaveLength(ids.length);
  });

  it('never has more than 64, also when many register at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 100 }, () => codeOf(files.add('test', registration(), 'currentUser'))),
    );
    expect(new Set(results)).toEqual(new Set(['undefined', 'LIMIT_REACHED']));
    const { registrations } = await files.list('test', 'currentUser');
    expect(registrations).toHaveLength(LIMITS.registeredApplications);
    expect(registrations).toHaveLength(results.filter((code) => code === 'undefined').length);
  });

  it('does not follow a link in place of a file, and does not wait for a pipe', async () => {
    await files.add('test', registration(), 'currentUser');
    const outside = path.join(folder, 'outside.json');
    await writeFile(outside, '{}');
    const [linked, piped] = [createGuid(), createGuid()];
    await symlink(outside, path.join(own, `${linked}.json`));
    await run('mkfifo', [path.join(own, `${piped}.json`)]);
    const { registrations, problems } = await files.list('test', 'currentUser');
    expect(registrations).toHaveLength(1);
    expect(problems).toHaveLength(2);
    await expect(files.find('test', linked)).rejects.toThrow();
    await expect(files.find('test', piped)).rejects.toThrow('it is no file');
  });

  it('refuses a folder that is a link, and one that others can reach', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    await mkdir(elsewhere, { mode: 0o700 });
    await symlink(elsewhere, own);
    expect(await codeOf(files.list('test', 'currentUser'))).toBe('NOT_AUTHORIZED');
    expect(await codeOf(files.add('test', registration(), 'currentUser'))).toBe('NOT_AUTHORIZED');
    await rm(own);
    await mkdir(own);
    await chmod(own, 0o777);
    expect(await codeOf(files.list('test', 'currentUser'))).toBe('NOT_AUTHORIZED');
    expect(await codeOf(files.add('test', registration(), 'currentUser'))).toBe('NOT_AUTHORIZED');
  });

  it('leaves out a file that others can write, and says what to do', async () => {
    const given = registration();
    await files.add('test', given, 'currentUser');
    await chmod(path.join(own, `${given.application.id}.json`), 0o666);
    const { registrations, problems } = await files.list('test', 'currentUser');
    expect(registrations).toEqual([]);
    expect(problems[0]?.message).toContain('chmod go-rwx');
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another version', '{"version":2}'],
    ['a number', '1'],
    ['null', 'null'],
    ['an array', '[]'],
    ['no program', '{"version":1,"application":{"id":"ID"}}'],
    ['a relative program', '{"version":1,"application":{"id":"ID"},"program":"sh"}'],
    [
      'another id',
      '{"version":1,"application":{"id":"5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11"},"program":"/bin/sh"}',
    ],
    [
      'data that is not base64',
      '{"version":1,"application":{"id":"ID","data":"%"},"program":"/bin/sh"}',
    ],
    [
      'arguments that are no text',
      '{"version":1,"application":{"id":"ID"},"program":"/bin/sh","arguments":["a"]}',
    ],
    ['too much', 'x'.repeat(300_000)],
  ])('leaves out a file with %s, and says which', async (_what, text) => {
    const id = createGuid();
    await mkdir(own, { mode: 0o700 });
    const file = path.join(own, `${id}.json`);
    await writeFile(file, text.replace('ID', id), { mode: 0o600 });
    const { registrations, problems } = await files.list('test', 'currentUser');
    expect(registrations).toEqual([]);
    expect(problems[0]?.message).toContain(file);
    expect(await codeOf(files.get('test', id, 'currentUser'))).toBe('SERVICE_UNAVAILABLE');
  });

  it('tells of a registration that another program has made', async () => {
    const changes$ = files.changes('test');
    const first = firstValueFrom(changes$);
    await first;
    const heard = new Promise<void>((resolve) => {
      let count = 0;
      const watching = changes$.subscribe(() => {
        count += 1;
        if (count === 1) {
          void new ApplicationFiles(files.folders).add('test', registration(), 'currentUser');
        } else {
          watching.unsubscribe();
          resolve();
        }
      });
    });
    await heard;
    expect((await files.list('test', 'currentUser')).registrations).toHaveLength(1);
  });
});
