import { chmod, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isCollaborationError } from '@beckon/core';
import { VirtualTimeScheduler } from 'rxjs';
import { appears } from '../../test/appears.ts';
import { APPLICATION_ID, Hosted } from '../../test/hosted.ts';
import { commandLineOf } from './command-line.ts';

const PROGRAMS = path.join(process.cwd(), 'test/programs');
const REPORT = path.join(PROGRAMS, 'report.py');

describe('a program that a host launches', () => {
  let hosted: Hosted;
  beforeEach(async () => {
    hosted = (await Hosted.open()).start();
  });
  afterEach(() => hosted.close());

  const output = (name = 'report.json'): string => path.join(hosted.folder, name);

  async function report(name?: string): Promise<Record<string, never>> {
    return JSON.parse(await appears(output(name))) as Record<string, never>;
  }

  it('gets its arguments exactly as registered, and the invitation in a file of its own', async () => {
    const args = ['a b', '"', '\\', '$(id)', '`id`', ';', '&&', '%PATH%', '*', '', '-x\\"y', 'é𝄞'];
    await hosted.register({ program: REPORT, arguments: commandLineOf([output(), ...args]) });
    const invited = hosted.invite({ message: 'Come', data: Uint8Array.of(1, 2, 3) });
    await hosted.prompt.answer({ action: 'accept', message: 'On my way' });
    expect(await invited).toMatchObject({ state: 'accepted', message: 'On my way' });
    const got = await report();
    expect(got['arguments']).toEqual(args);
    expect(got['mode']).toBe('0o600');
    expect(got['folderMode']).toBe('0o700');
    expect(got['launch']).toMatchObject({
      version: 1,
      invitation: { applicationId: APPLICATION_ID, message: 'Come', data: 'AQID' },
      from: { isVerified: true, endpoint: { address: 'ada' }, contact: { peerName: 'ada' } },
    });
    // The variable names the file, and nothing of the invitation is in the environment.
    expect(JSON.stringify(got['environment'])).not.toContain('Come');
    expect((await hosted.event('launched')).pid).toBe(got['pid']);
    expect(await hosted.launchFiles()).toEqual([]);
  });

  it('reads its launch information as often as it likes, and no other reader gets it', async () => {
    const script = path.join(PROGRAMS, 'report.ts');
    const node = [
      '--conditions=@beckon/source',
      '--import',
      createRequire(path.join(process.cwd(), 'package.json')).resolve('tsx'),
      script,
      output(),
    ];
    await hosted.register({ program: process.execPath, arguments: commandLineOf(node) });
    const invited = hosted.invite({ message: 'Come', data: Uint8Array.of(7) });
    await hosted.prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
    const got = await report();
    const expected = {
      endpoint: { address: 'ada' },
      contact: { peerName: 'ada' },
      invitation: { applicationId: APPLICATION_ID, message: 'Come', data: { '0': 7 } },
    };
    for (const when of ['first', 'second', 'late']) expect(got[when]).toMatchObject(expected);
    expect(got).toMatchObject({ again: null, inherited: null });
    expect(await hosted.launchFiles()).toEqual([]);
  });

  it('is a second instance with an invitation of its own while the first runs', async () => {
    for (const name of ['one.json', 'two.json']) {
      await hosted.files.remove('test', APPLICATION_ID, 'currentUser').catch(() => undefined);
      await hosted.register({ program: REPORT, arguments: commandLineOf([output(name)]) });
      const invited = hosted.invite({ message: name });
      await hosted.prompt.answer({ action: 'accept' });
      expect((await invited).state).toBe('accepted');
    }
    expect((await report('one.json'))['launch']).toMatchObject({
      invitation: { message: 'one.json' },
    });
    expect((await report('two.json'))['launch']).toMatchObject({
      invitation: { message: 'two.json' },
    });
  });

  it('that hands over to a running one, and ends well at once, has started', async () => {
    await hosted.register({ program: '/bin/sh', arguments: '-c "exit 0"' });
    const invited = hosted.invite();
    await hosted.prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
  });

  it('is not started without an acceptance', async () => {
    await hosted.register({ program: REPORT, arguments: output() });
    const invited = hosted.invite();
    await hosted.prompt.answer({ action: 'decline', message: 'Later' });
    expect(await invited).toMatchObject({ state: 'declined', message: 'Later' });
    expect(hosted.events.some(({ type }) => type === 'launched')).toBe(false);
    await expect(appearsNot(output())).resolves.toBe(true);
  });

  it('runs on when the host stops', async () => {
    const script = `echo $$ > ${output('pid')}; sleep 600`;
    await hosted.register({ program: '/bin/sh', arguments: commandLineOf(['-c', script]) });
    const invited = hosted.invite();
    await hosted.prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
    const pid = Number(await appears(output('pid')));
    hosted.stop();
    expect(() => process.kill(pid, 0)).not.toThrow();
    process.kill(-pid, 'SIGKILL');
  });

  it('is not started for an invitation that came while the host was down', async () => {
    hosted.stop();
    await hosted.bob.close();
    await hosted.register({ program: REPORT, arguments: output() });
    const error = await hosted.invite().catch((reason: unknown) => reason);
    expect(isCollaborationError(error, 'UNREACHABLE')).toBe(true);
    await hosted.bob.open();
    hosted.start();
    const invited = hosted.invite();
    await hosted.prompt.shows(1);
    expect(hosted.prompt.shownCount).toBe(1);
    await hosted.prompt.answer({ action: 'decline' });
    expect((await invited).state).toBe('declined');
  });

  describe('and that is still starting', () => {
    beforeEach(async () => {
      await hosted.close();
      // The time that a start may take never ends, however long the machine needs.
      hosted = (await Hosted.open({ scheduler: new VirtualTimeScheduler() })).start();
    });

    it.each<[string, () => Promise<{ program: string; arguments?: string }>]>([
      ['is not there', async () => ({ program: output('missing') })],
      ['may not be run', async () => ({ program: await script('#!/bin/sh\n', 0o600) })],
      ['is text without an interpreter', async () => ({ program: await script('echo hello\n') })],
      [
        'has an interpreter that is not there',
        async () => ({ program: await script('#!/no/such\n') }),
      ],
      [
        'can be changed by everybody',
        async () => ({ program: await script('#!/bin/sh\n', 0o757) }),
      ],
      ['is a folder', async () => ({ program: hosted.folder })],
      [
        'ends at once with an error',
        async () => ({ program: '/bin/sh', arguments: '-c "exit 3"' }),
      ],
      ['is a link to what is not there', async () => ({ program: await linkTo('/no/such') })],
    ])('that %s is told to the inviter as a failure', async (_what, registration) => {
      await hosted.register(await registration());
      const invited = hosted.invite().catch((error: unknown) => error);
      await hosted.prompt.answer({ action: 'accept' });
      const error = await invited;
      expect(isCollaborationError(error, 'REMOTE_ERROR')).toBe(true);
      const { error: reason } = await hosted.event('launchFailed');
      expect(reason.message).toMatch(/did not start: ./);
      expect(await hosted.launchFiles()).toEqual([]);
    });

    it('is ended, with its file, when the inviter takes the invitation back while it starts', async () => {
      const script = `echo $$ > ${output('pid')}; sleep 600`;
      await hosted.register({ program: '/bin/sh', arguments: commandLineOf(['-c', script]) });
      const aborted = new AbortController();
      const invited = hosted.invite({ signal: aborted.signal });
      await hosted.prompt.answer({ action: 'accept' });
      const pid = Number(await appears(output('pid')));
      aborted.abort();
      expect((await invited).state).toBe('cancelled');
      expect((await hosted.event('ended')).status.state).toBe('withdrawn');
      await ended(pid);
      expect(await hosted.launchFiles()).toEqual([]);
    });
  });

  async function script(text: string, mode = 0o755): Promise<string> {
    const file = output('program');
    await writeFile(file, text);
    await chmod(file, mode);
    return file;
  }

  async function linkTo(target: string): Promise<string> {
    await symlink(target, output('link'));
    return output('link');
  }
});

async function appearsNot(file: string): Promise<boolean> {
  const { access } = await import('node:fs/promises');
  return access(file).then(
    () => false,
    () => true,
  );
}

/** Waits until a process has ended. The kernel tells nobody but its parent. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
