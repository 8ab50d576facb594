import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beckon, BeckonProcess } from '../test/beckon-process.ts';
import { TerminalProcess } from '../test/terminal-process.ts';

const APPLICATION_ID = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

describe('two people with beckon', () => {
  let folder: string;
  const terminals: TerminalProcess[] = [];
  const processes: BeckonProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-cli-'));
  });
  afterEach(async () => {
    for (const terminal of terminals.splice(0)) terminal.kill();
    await Promise.all(processes.splice(0).map((each) => each.kill()));
    await rm(folder, { recursive: true, force: true });
  });

  const home = (person: string): string => path.join(folder, person);

  function terminal(person: string, ...args: string[]): TerminalProcess {
    const started = new TerminalProcess(home(person), args);
    terminals.push(started);
    return started;
  }

  function started(person: string, ...args: string[]): BeckonProcess {
    const each = new BeckonProcess(home(person), args);
    processes.push(each);
    return each;
  }

  const run = (person: string, ...args: string[]) => beckon(home(person), args);

  /** Lets Bob be reachable in a terminal, and gives his address. */
  async function bobHosts(...args: string[]): Promise<{ bob: TerminalProcess; address: string }> {
    const bob = terminal(
      'bob',
      'host',
      '--name',
      'Bob',
      '--listen',
      '/ip4/127.0.0.1/tcp/0',
      ...args,
    );
    const [, address = ''] = await bob.shows(/\n +(\/ip4\/127\S+)/);
    await bob.shows(/Ctrl-C ends it/);
    return { bob, address };
  }

  it('in two terminals: one hosts, one invites, the program starts', async () => {
    const output = path.join(folder, 'launched');
    const program = path.join(folder, 'program');
    await writeFile(
      program,
      `#!/bin/sh\ncp "$BECKON_LAUNCH_FILE" ${output}.draft\nmv ${output}.draft ${output}\n`,
      {
        mode: 0o755,
      },
    );
    const registered = await run(
      'bob',
      'apps',
      'register',
      APPLICATION_ID,
      program,
      '--description',
      'Whiteboard',
    );
    expect(registered).toMatchObject({ code: 0, stderr: '' });
    const { bob, address } = await bobHosts('--from', 'anyone');
    await run('ada', 'whoami', '--name', 'Ada');
    const ada = terminal(
      'ada',
      'invite',
      address,
      '--app',
      APPLICATION_ID,
      '--message',
      'Come \u001b[31m',
    );
    await bob.shows(
      /Ada invites you: Whiteboard\n +“Come.*”\n +Not in your contacts. Identity: (?:\d{5} ?){8}/,
    );
    expect(bob.raw).not.toContain('\u001b[31m');
    await ada.shows(/has it\./);
    await ada.shows(/Waiting for .*left/);
    await bob.answer('y On my way');
    await ada.shows(/has accepted: “On my way”/);
    expect(await ada.exit()).toBe(0);
    await bob.shows(/Started .*program with Ada/);
    const launched = JSON.parse(await readFile(output, 'utf8')) as { invitation: object };
    expect(launched.invitation).toMatchObject({ applicationId: APPLICATION_ID });
    bob.press(CTRL_C);
    expect(await bob.exit()).toBe(0);
  });

  it('Ctrl-C takes the invitation back, and the other side knows before the command ends', async () => {
    await run('bob', 'apps', 'register', APPLICATION_ID, '/bin/true');
    const { bob, address } = await bobHosts('--from', 'anyone');
    const ada = terminal('ada', 'invite', address, '--app', APPLICATION_ID);
    await bob.shows(/invites you/);
    ada.press(CTRL_C);
    await ada.shows(/The invitation is taken back/);
    expect(await ada.exit()).toBe(130);
    await bob.shows(/has taken the invitation back/);
  });

  it('a decline has its exit code and its message, and JSON has no words', async () => {
    await run('bob', 'apps', 'register', APPLICATION_ID, '/bin/true');
    const { bob, address } = await bobHosts('--from', 'anyone');
    const ada = started('ada', 'invite', address, '--app', APPLICATION_ID, '--json');
    await bob.answer('n Not now');
    for (const state of ['sending', 'pending', 'delivered']) {
      expect(await ada.line('status')).toMatchObject({ state });
    }
    expect(await ada.line('status')).toMatchObject({ state: 'declined', message: 'Not now' });
    expect(await ada.exit()).toEqual({ code: 3, stderr: '' });
  });

  it('a stranger sees nobody, and a contact rings by name', async () => {
    await run('bob', 'apps', 'register', APPLICATION_ID, '/bin/true');
    const { bob, address } = await bobHosts();
    const refused = await run('ada', 'invite', address, '--app', APPLICATION_ID);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('error:');
    const { stdout: card } = await run('ada', 'contacts', 'export');
    // While the host runs, other commands use its identity.
    const added = await run('bob', 'contacts', 'add', card.trim(), '--name', 'Ada from work');
    expect(added.stdout).toContain('Ada from work is a contact now');
    const ada = started('ada', 'invite', address, '--app', APPLICATION_ID, '--json');
    await bob.shows(/Ada from work invites you[^\n]*\n +Your contact/);
    await bob.answer('y');
    expect(await ada.exit()).toMatchObject({ code: 0 });
  });

  it('chat in two terminals, until one leaves', async () => {
    const { bob, address } = await bobHosts('--from', 'anyone');
    await run('ada', 'whoami', '--name', 'Ada');
    const ada = terminal('ada', 'chat', address);
    await bob.shows(/Ada invites you: Chat/);
    await bob.answer('y');
    await bob.shows(/You are talking with Ada/);
    await ada.shows(/You are talking with/);
    ada.type('Hello \u001b]0;x\u0007Bob');
    await bob.shows(/Ada: Hello .*Bob/);
    bob.type('Hello Ada');
    await ada.shows(/: Hello Ada/);
    bob.press(CTRL_D);
    await ada.shows(/The chat has ended/);
    expect(await ada.exit()).toBe(0);
    // The host goes on, and rings again.
    const again = started('ada', 'chat', address, '--json');
    await bob.shows(/chat has ended[^]*Ada invites you/);
    await bob.answer('y');
    await again.line('chatStarted');
    again.write('Again');
    await bob.shows(/Ada: Again/);
    again.endInput();
    expect(await again.exit()).toMatchObject({ code: 0 });
  });

  it('presence is set at the running host, and followed by a contact', async () => {
    const { address } = await bobHosts();
    const { stdout: card } = await run('ada', 'contacts', 'export');
    await run('bob', 'contacts', 'add', card.trim(), '--can-watch-me');
    expect((await run('bob', 'presence', 'busy', '--text', 'In a meeting')).stdout).toBe(
      'busy: In a meeting\n',
    );
    const ada = started('ada', 'presence', '--of', address, '--json');
    for (;;) {
      const { status, text } = await ada.line('presence');
      if (status === 'offline') continue;
      expect([status, text]).toEqual(['busy', 'In a meeting']);
      break;
    }
    await run('bob', 'presence', 'online');
    expect(await ada.line('presence')).toMatchObject({ status: 'online' });
    ada.signal('SIGINT');
    expect(await ada.exit()).toMatchObject({ code: 0 });
  });

  it('an invitation is recorded, and happens again', async () => {
    const { address } = await bobHosts('--from', 'anyone');
    const file = path.join(folder, 'timeline.json');
    const recorded = await run('ada', 'record', file, address, '--app', APPLICATION_ID, '--json');
    expect(recorded.code).toBe(1);
    const error = JSON.parse(recorded.stderr) as { code: string };
    expect(error.code).toBe('INCOMPATIBLE');
    const replayed = await run('eve', 'replay', file, '--json');
    expect(replayed.code).toBe(1);
    expect(JSON.parse(replayed.stderr)).toMatchObject({ code: 'INCOMPATIBLE' });
  });
});
