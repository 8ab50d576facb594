import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beckon, BeckonProcess, type Ended, type JsonLine } from '../test/beckon-process.ts';
import { TerminalProcess } from '../test/terminal-process.ts';

const run = promisify(execFile);
const APPLICATION_ID = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

describe('the command', () => {
  let folder: string;
  const processes: BeckonProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-cli-'));
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((each) => each.kill()));
    await rm(folder, { recursive: true, force: true });
  });

  const home = (person: string): string => path.join(folder, person);
  const ada = (...args: string[]): Promise<Ended> => beckon(home('ada'), args);
  const bob = (...args: string[]): Promise<Ended> => beckon(home('bob'), args);

  function host(person: string, ...args: string[]): BeckonProcess {
    const listen = ['--listen', '/ip4/127.0.0.1/tcp/0', '--prompt', 'none'];
    const process = new BeckonProcess(home(person), ['host', '--json', ...listen, ...args]);
    processes.push(process);
    return process;
  }

  /** Invites from Ada, and lets it expire: in more time where the machine is too busy to deliver it before. */
  async function inviteInVain(to: string): Promise<Ended & { readonly attempts: number }> {
    for (let attempts = 1, seconds = 1; ; attempts++, seconds *= 2) {
      const options = ['--app', APPLICATION_ID, '--expires', String(seconds), '--json'];
      const invited = await ada('invite', to, ...options);
      const isDelivered = jsonOf(invited).some(({ state }) => state === 'delivered');
      if (isDelivered || invited.code !== 4) return { ...invited, attempts };
    }
  }

  const jsonOf = ({ stdout }: Ended): readonly JsonLine[] =>
    stdout.trim() === ''
      ? []
      : stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as JsonLine);

  describe('whoami', () => {
    it('keeps identity and name between runs, for the owner only', async () => {
      const [first] = jsonOf(await ada('whoami', '--json', '--name', 'Ada'));
      const [second] = jsonOf(await ada('whoami', '--json'));
      expect(second).toEqual({ ...first, card: expect.stringMatching(/^beckon-card:/) as string });
      expect(second).toMatchObject({
        name: 'Ada',
        profile: 'default',
        isReachable: false,
        addresses: [],
      });
      const profile = path.join(home('ada'), 'profiles/default');
      expect((await stat(profile)).mode & 0o777).toBe(0o700);
      expect((await stat(path.join(profile, 'settings.json'))).mode & 0o777).toBe(0o600);
    });

    it('has another identity in another profile', async () => {
      const [first] = jsonOf(await ada('whoami', '--json'));
      const [other] = jsonOf(await ada('--profile', 'work', 'whoami', '--json'));
      expect(other?.['peerName']).not.toBe(first?.['peerName']);
      const [named] = jsonOf(
        await beckon(home('ada'), ['whoami', '--json'], { BECKON_PROFILE: 'work' }),
      );
      expect(named?.['peerName']).toBe(other?.['peerName']);
    });
  });

  describe('contacts', () => {
    let card: string;
    let fingerprint: string;
    beforeEach(async () => {
      const [identity] = jsonOf(await bob('whoami', '--json', '--name', 'Bob'));
      card = String(identity?.['card']);
      fingerprint = String(identity?.['fingerprint']);
    });

    it('are added by a card, a file or the input, and found by name and fingerprint', async () => {
      const file = path.join(folder, 'card');
      await writeFile(file, `${card}\n`);
      expect(await ada('contacts', 'add', `@${file}`, '--name', 'Bob')).toMatchObject({ code: 0 });
      expect((await ada('contacts', 'add', card)).code).toBe(1);
      const [contact] = jsonOf(await ada('contacts', 'list', '--json'));
      expect(contact).toMatchObject({
        type: 'contact',
        nickname: 'Bob',
        fingerprint,
      });
      expect(contact).not.toHaveProperty('credentials');
      const [compared] = jsonOf(await ada('contacts', 'verify', fingerprint.slice(0, 5), '--json'));
      const number = String(compared?.['safetyNumber']);
      expect(number).toMatch(/^(?:\d{5} ){7}\d{5}$/);
      expect((await ada('contacts', 'verify', 'bob', ...number.split(' '))).code).toBe(0);
      expect(
        (await ada('contacts', 'verify', 'bob', '00000', ...number.split(' ').slice(1))).code,
      ).toBe(1);
      // Bob sees the same.
      const [own] = jsonOf(await ada('whoami', '--json'));
      await bob('contacts', 'add', String(own?.['card']), '--name', 'Ada');
      expect((await bob('contacts', 'verify', 'Ada', number)).code).toBe(0);
      const exported = await ada('contacts', 'export', 'Bob');
      expect((await beckon(home('eve'), ['contacts', 'add', '-'], {}, exported.stdout)).code).toBe(
        0,
      );
    });

    it('are blocked, unblocked and removed', async () => {
      await ada('contacts', 'add', card, '--name', 'Bob');
      const isBlocked = async () =>
        jsonOf(await ada('contacts', 'list', '--json'))[0]?.['isBlocked'];
      expect((await ada('contacts', 'block', 'Bob')).stdout).toContain('Bob is blocked');
      expect(await isBlocked()).toBe(true);
      await ada('contacts', 'unblock', 'Bob');
      expect(await isBlocked()).not.toBe(true);
      await ada('contacts', 'remove', 'Bob');
      expect(jsonOf(await ada('contacts', 'list', '--json'))).toEqual([{ type: 'none' }]);
      const unknown = await ada('contacts', 'remove', 'Bob');
      expect(unknown).toMatchObject({ code: 2, stdout: '' });
      expect(unknown.stderr).toContain('No contact is called "Bob"');
    });

    it('asks for more when a name is that of two', async () => {
      await ada('contacts', 'add', card, '--name', 'Sam');
      const [eve] = jsonOf(await beckon(home('eve'), ['whoami', '--json']));
      await ada('contacts', 'add', String(eve?.['card']), '--name', 'Sam');
      const blocked = await ada('contacts', 'block', 'sam');
      expect(blocked.code).toBe(2);
      expect(blocked.stderr).toContain('beginning of the fingerprint');
    });
  });

  describe('apps', () => {
    it('are registered with exactly their arguments, listed and unregistered', async () => {
      const data = path.join(folder, 'data');
      await writeFile(data, Uint8Array.of(1, 2, 255));
      const args = ['a b', '$HOME', '"', '--flag'];
      const registered = await ada(
        'apps',
        'register',
        APPLICATION_ID,
        '/bin/echo',
        '--description',
        'Echo',
        '--data',
        `@${data}`,
        '--',
        ...args,
      );
      expect(registered).toMatchObject({ code: 0, stderr: '' });
      const [listed] = jsonOf(await ada('apps', 'list', '--json'));
      expect(listed).toMatchObject({
        for: 'currentUser',
        program: '/bin/echo',
        arguments: '"a b" $HOME "\\"" --flag',
        application: { id: APPLICATION_ID, description: 'Echo', data: 'AQL/' },
      });
      expect((await ada('apps', 'register', APPLICATION_ID, '/bin/true')).code).toBe(1);
      expect((await ada('apps', 'unregister', APPLICATION_ID)).code).toBe(0);
      expect((await ada('apps', 'unregister', APPLICATION_ID)).code).toBe(1);
      expect(jsonOf(await ada('apps', 'list', '--json'))).toEqual([{ type: 'none' }]);
    });

    it('names a registration that cannot be used', async () => {
      await ada('apps', 'register', APPLICATION_ID, '/bin/true');
      const file = path.join(home('ada'), `profiles/default/applications/${APPLICATION_ID}.json`);
      await chmod(file, 0o666);
      const listed = await ada('apps', 'list');
      expect(listed.stderr).toContain('warning:');
      expect(listed.stderr).toContain('chmod');
    });
  });

  describe('link', () => {
    it('makes contacts of two people, is listed, and opens nothing when it is used up or revoked', async () => {
      const eve = (...args: string[]): Promise<Ended> => beckon(home('eve'), args);
      const running = host('bob', '--name', 'Bob');
      await running.line('hosting');
      const [link] = jsonOf(await bob('link', 'create', '--json'));
      const text = String(link?.['text']);
      const opened = await ada('link', 'open', text);
      expect([opened.code, opened.stdout]).toEqual([0, 'You and Bob are contacts now.\n']);
      expect(await running.line('linkUsed')).toMatchObject({ link: { id: link?.['id'] } });
      expect(jsonOf(await bob('contacts', 'list', '--json'))).toHaveLength(1);
      const dead = await eve('link', 'open', text, '--json');
      expect(dead.code).toBe(3);
      expect(jsonOf(dead)[0]).toMatchObject({ type: 'dead', reason: 'spent' });
      expect(jsonOf(await eve('contacts', 'list', '--json'))).toEqual([{ type: 'none' }]);
      expect(await running.line('linkRefused')).toMatchObject({ reason: 'spent' });
      const [second] = jsonOf(await bob('link', 'create', '--json', '--uses', '5'));
      expect((await bob('link', 'revoke', String(second?.['id']))).code).toBe(0);
      const [revoked] = jsonOf(await eve('link', 'open', String(second?.['text']), '--json'));
      expect(revoked).toMatchObject({ reason: 'revoked' });
      expect(jsonOf(await bob('link', 'list', '--json'))).toMatchObject([
        { uses: 1, usedBy: [{}] },
        { uses: 5, isRevoked: true },
      ]);
      const mode = (await stat(path.join(home('bob'), 'profiles/default/links.json'))).mode;
      expect(mode & 0o777).toBe(0o600);
    });

    it.each([
      [['open', 'hello!'], 'is not a link'],
      [['open', '--ask', 'hello!'], '--ask needs a terminal'],
      [['create', '--uses', 'many'], 'whole number'],
      [['create', '--page', 'here'], 'write https://'],
      [['revoke', 'nothing'], 'There is no link'],
    ])('says what is wrong with %s', async (args, words) => {
      const { code, stderr } = await ada('link', ...args);
      expect(code).not.toBe(0);
      expect(stderr).toContain(words);
    });
  });

  describe('addresses that begin with beckon:', () => {
    it('are opened by the command after --register', async () => {
      const tools = path.join(folder, 'bin');
      const told = path.join(folder, 'told');
      await mkdir(tools);
      await writeFile(path.join(tools, 'xdg-mime'), `#!/bin/sh\necho "$@" > ${told}\n`, {
        mode: 0o755,
      });
      const running = new BeckonProcess(
        home('bob'),
        ['host', '--json', '--prompt', 'none', '--register'],
        {
          PATH: `${tools}:${process.env['PATH']}`,
          XDG_DATA_HOME: path.join(folder, 'share'),
        },
      );
      processes.push(running);
      const { where } = await running.line('registered');
      expect(await readFile(String(where), 'utf8')).toContain('MimeType=x-scheme-handler/beckon;');
      expect(await readFile(told, 'utf8')).toBe(
        'default beckon-link.desktop x-scheme-handler/beckon\n',
      );
    });
  });

  describe('relay', () => {
    const relay = (...args: string[]): BeckonProcess => {
      const process = new BeckonProcess(home('relay'), ['relay', '--json', ...args]);
      processes.push(process);
      return process;
    };
    const listen = ['--listen', '/ip4/127.0.0.1/tcp/0'];

    it('carries invitations to a host whom nobody can dial, and says what it has carried', async () => {
      const running = relay(...listen);
      const [relayAddress = ''] = (await running.line('relaying'))['addresses'] as string[];
      await bob('apps', 'register', APPLICATION_ID, '/bin/true');
      const unreachable = new BeckonProcess(home('bob'), [
        ...['host', '--json', '--prompt', 'none', '--from', 'anyone'],
        ...['--listen', '/ip4/127.0.0.1/tcp/0', '--relay', relayAddress],
      ]);
      processes.push(unreachable);
      const [address = ''] = (await unreachable.line('relays'))['addresses'] as string[];
      expect(address.startsWith(`${relayAddress}/p2p-circuit/p2p/`)).toBe(true);
      const { code, attempts } = await inviteInVain(address);
      expect(code).toBe(4);
      running.signal('SIGTERM');
      const { now, total } = await running.line('status');
      expect(now).toMatchObject({ reservations: 1 });
      expect(total).toMatchObject({ reservations: 1, refusedReservations: 0 });
      const { circuits } = total as { circuits: number };
      expect(circuits).toBeGreaterThanOrEqual(1);
      expect(circuits).toBeLessThanOrEqual(attempts);
      expect((await running.exit()).code).toBe(0);
      expect(await unreachable.line('relays')).toMatchObject({ addresses: [] });
      // The settings keep the relay, until they are told otherwise.
      const settings = path.join(home('bob'), 'profiles/default/settings.json');
      expect(await readFile(settings, 'utf8')).toContain(relayAddress);
    });

    it('is a node of a DHT too, in which a host is found by name', async () => {
      const running = relay(...listen, '--dht', '--report-every', '0.05');
      const { addresses } = await running.line('relaying');
      const [node = ''] = addresses as string[];
      await bob('apps', 'register', APPLICATION_ID, '/bin/true');
      const found = new BeckonProcess(home('bob'), [
        ...['host', '--json', '--prompt', 'none', '--from', 'anyone'],
        ...['--listen', '/ip4/127.0.0.1/tcp/0', '--dht', node],
      ]);
      processes.push(found);
      const { peerName } = await found.line('hosting');
      for (;;) {
        const { now } = await running.line('status');
        if ((now as { dht: { records: number } }).dht.records === 1) break;
      }
      const hosting = host('ada', '--dht', node);
      await hosting.line('hosting');
      expect((await inviteInVain(`/p2p/${String(peerName)}`)).code).toBe(4);
    });

    it('has the same identity after a restart', async () => {
      const first = relay(...listen);
      const { peerName } = await first.line('relaying');
      first.signal('SIGTERM');
      await first.exit();
      expect((await relay(...listen).line('relaying'))['peerName']).toBe(peerName);
    });

    it('takes only those who are allowed', async () => {
      const other = '12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8';
      const running = relay(...listen, '--allow', other, '--report-every', '0.05');
      const [relayAddress = ''] = (await running.line('relaying'))['addresses'] as string[];
      host('bob', '--relay', relayAddress);
      for (;;) {
        const { now, total } = await running.line('status');
        if ((total as { refusedReservations: number }).refusedReservations === 0) continue;
        expect(now).toMatchObject({ reservations: 0 });
        break;
      }
    });

    it.each([
      [['--listen', 'here'], 'is not a multiaddr'],
      [['--circuits', '0'], 'whole number'],
      [['--cert', 'nowhere.pem'], 'belong together'],
      [['--cert', 'nowhere.pem', '--key', 'nowhere.pem'], '--cert cannot be read'],
      [['--allow', 'Ada'], 'is not a PeerId'],
      [['--listen', '/ip4/127.0.0.1/tcp/0/tls/ws'], 'certificate'],
    ])('says what is wrong with %s', async (args, words) => {
      const { code, stderr } = await beckon(home('relay'), ['relay', ...args]);
      expect(code).toBe(2);
      expect(stderr).toContain(words);
    });
  });

  describe('host', () => {
    it('keeps its address over a restart, and leaves no door when it ends', async () => {
      const first = host('bob');
      const { addresses } = await first.line('hosting');
      const door = path.join(home('bob'), 'profiles/default/host.json');
      expect((await stat(door)).mode & 0o777).toBe(0o600);
      first.signal('SIGTERM');
      expect(await first.exit()).toEqual({ code: 0, stderr: '' });
      await expect(readFile(door)).rejects.toThrow('ENOENT');
      const again = host('bob');
      expect((await again.line('hosting'))['addresses']).toEqual(addresses);
    });

    it('is used by other commands while it runs, and not any more when it was killed', async () => {
      const running = host('bob');
      const { addresses } = await running.line('hosting');
      const [hosted] = jsonOf(await bob('whoami', '--json'));
      expect(hosted).toMatchObject({ isReachable: true, addresses });
      await running.kill();
      expect(jsonOf(await bob('whoami', '--json'))[0]).toMatchObject({ isReachable: false });
    });

    it('does not run twice in a profile', async () => {
      await host('bob').line('hosting');
      const second = await host('bob').exit();
      expect(second.code).toBe(2);
      expect(second.stderr).toContain('is in use by another command');
    });

    it('rings nobody about what is not registered, and tells the inviter', async () => {
      const { addresses } = await host('bob', '--from', 'anyone').line('hosting');
      const [address = ''] = addresses as string[];
      const invited = await ada('invite', address, '--app', APPLICATION_ID);
      expect(invited.code).toBe(1);
      expect(invited.stderr).toContain('error:');
    });

    it('expires with its own exit code', async () => {
      await bob('apps', 'register', APPLICATION_ID, '/bin/true');
      const running = host('bob', '--from', 'anyone');
      const [address = ''] = (await running.line('hosting'))['addresses'] as string[];
      expect((await inviteInVain(address)).code).toBe(4);
      expect(await running.line('ended')).toMatchObject({ state: 'expired' });
    });

    it('finds a contact at the addresses of the card', async () => {
      await bob('apps', 'register', APPLICATION_ID, '/bin/true');
      const running = host('bob', '--from', 'anyone');
      await running.line('hosting');
      const [identity] = jsonOf(await bob('whoami', '--json'));
      await ada('contacts', 'add', String(identity?.['card']), '--name', 'Bob');
      expect((await inviteInVain('Bob')).code).toBe(4);
    });
  });

  it('near shows who hosts with --near, by name', async () => {
    await host('bob', '--near', '--name', 'Bob').line('hosting');
    const looking = new BeckonProcess(home('ada'), ['near', '--json']);
    processes.push(looking);
    for (;;) {
      const { people } = await looking.line('near');
      const [person] = people as { nickname: string }[];
      if (person === undefined) continue;
      expect(person.nickname).toBe('Bob');
      break;
    }
    looking.signal('SIGINT');
    expect((await looking.exit()).code).toBe(0);
  });

  it('presence without a host says what to do', async () => {
    const { code, stderr } = await ada('presence', 'busy');
    expect(code).toBe(2);
    expect(stderr).toContain('start beckon host first');
  });

  it('doctor looks at every part, and says what to do', async () => {
    const looked = await ada('doctor', '--json');
    expect(looked).toMatchObject({ code: 0, stderr: '' });
    const checks = jsonOf(looked);
    expect(checks.map(({ name }) => name)).toEqual([
      'Node.js',
      'network',
      'profile',
      'host',
      'applications',
      'libp2p',
      'people near',
      'relays',
      'Windows (P2P.dll)',
      'notifications',
    ]);
    expect(checks.find(({ name }) => name === 'libp2p')).toMatchObject({ state: 'works' });
    expect(checks.find(({ name }) => name === 'host')).toMatchObject({ state: 'absent' });
    for (const { state, advice } of checks) if (state === 'fails') expect(advice).toMatch(/\w/);
  });

  it('doctor finds a profile that others can read', async () => {
    await ada('whoami');
    await chmod(path.join(home('ada'), 'profiles/default'), 0o755);
    const checks = jsonOf(await ada('doctor', '--json'));
    expect(checks.find(({ name }) => name === 'profile')).toMatchObject({
      state: 'fails',
      advice: expect.stringContaining('chmod') as string,
    });
  });

  it.each<[string, string[]]>([
    ['no such command', ['frobnicate']],
    ['a missing argument', ['invite']],
    ['a missing option', ['invite', '/ip4/127.0.0.1/tcp/1']],
    ['a wrong GUID', ['invite', '/ip4/127.0.0.1/tcp/1', '--app', 'x']],
    ['a wrong time', ['chat', '/ip4/127.0.0.1/tcp/1', '--expires', '-1']],
    ['a wrong choice', ['host', '--from', 'friends']],
    ['a wrong status', ['presence', 'offline']],
    ['a wrong profile', ['--profile', '../x', 'whoami']],
    ['a file that is not there', ['replay', '/no/such/file']],
    [
      'data that is not there',
      ['invite', '/ip4/127.0.0.1/tcp/1', '--app', APPLICATION_ID, '--data', '@/no/such/file'],
    ],
    ['no contact of that name', ['invite', 'Nobody', '--app', APPLICATION_ID]],
  ])('ends with 2 for %s, and says so', async (_what, args) => {
    const { code, stderr, stdout } = await ada(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: ./);
    expect(stdout).toBe('');
  });

  it('gives errors as JSON with --json', async () => {
    const { stderr } = await ada(
      'invite',
      '/ip4/127.0.0.1/tcp/1',
      '--app',
      APPLICATION_ID,
      '--json',
    );
    expect(JSON.parse(stderr)).toMatchObject({ type: 'error', code: 'UNREACHABLE' });
  });

  it('has help for every command, and a version', async () => {
    const { stdout } = await ada('--help');
    const commands = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name!);
    expect(commands).toEqual(
      expect.arrayContaining([
        'doctor',
        'whoami',
        'host',
        'near',
        'invite',
        'chat',
        'contacts',
        'apps',
        'presence',
        'record',
        'replay',
        'complete',
      ]),
    );
    const helped = await Promise.all(commands.map((command) => ada(command, '--help')));
    for (const each of helped) expect(each).toMatchObject({ code: 0, stderr: '' });
    expect((await ada('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(['bash', 'zsh', 'fish', 'powershell'])('completes in %s', async (shell) => {
    const { code, stdout } = await ada('complete', shell);
    expect(code).toBe(0);
    expect(stdout).toContain('beckon');
  });

  it('completes commands and choices', async () => {
    expect((await ada('complete', '--', 'inv')).stdout).toContain('invite');
    expect((await ada('complete', '--', 'host', '--from', '')).stdout).toContain('anyone');
  });

  it('its bash completion is a script that bash takes', async () => {
    const { stdout } = await ada('complete', 'bash');
    const file = path.join(folder, 'completion');
    await writeFile(file, stdout);
    await run('bash', ['-n', file]);
  });

  it('shows colours in a terminal, and none with NO_COLOR or in a pipe', async () => {
    const coloured = new TerminalProcess(home('ada'), ['doctor']);
    expect(await coloured.exit()).toBe(0);
    expect(coloured.raw).toContain('\u001b[32m');
    const plain = new TerminalProcess(home('ada'), ['doctor'], { NO_COLOR: '1', FORCE_COLOR: '' });
    expect(await plain.exit()).toBe(0);
    // Only the line that is replaced is cleared.
    expect(plain.raw.replaceAll('\u001b[2K', '').replaceAll('\u001b[1G', '')).not.toContain(
      '\u001b',
    );
    expect((await ada('doctor')).stdout).not.toContain('\u001b');
  });
});
