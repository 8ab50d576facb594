import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMailServer } from '../../test/mail-server.ts';
import { describeWithServer, type NatsServer } from '../../test/nats-server.ts';
import { createPerson, type Person } from '../../test/permissions.ts';

/** The number of kills in each test. `BECKON_KILLS` sets it. */
const KILLS = Number(process.env['BECKON_KILLS'] ?? 9);
const TIME_OF_A_KILL_MS = 3_000;

/** A line of one of the programs. */
interface Said {
  readonly what: string;
  /** The message of the invitation. */
  readonly message: string;
  /** The id of an invitation that is shown; the reason of a failure. */
  readonly details: string;
}

describeWithServer(`mail, while everybody is killed ${KILLS} times`, () => {
  let server: NatsServer;
  let folder: string;
  let alice: Person;
  let bob: Person;
  let said: Said[];
  const running = new Map<string, ChildProcess>();
  let runs = 0;

  beforeEach(async () => {
    server = await startMailServer();
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-mail-'));
    [alice, bob] = [createPerson(), createPerson()];
    said = [];
  });
  afterEach(async () => {
    await Promise.all([...running.keys()].map(kill));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function start(role: string): void {
    const [own, other] = role === 'recipient' ? [bob, alice] : [alice, bob];
    const child = spawn(
      process.execPath,
      [
        path.join(process.cwd(), 'out-tsc/test/mail-program.mjs'),
        role,
        server.url,
        own.seed,
        other.peerName,
        path.join(folder, role),
        String(runs++),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split('\n');
      text = lines.pop()!;
      for (const line of lines) {
        const [what = '', message = '', ...details] = line.split(' ');
        said.push({ what, message, details: details.join(' ') });
      }
    });
    running.set(role, child);
  }

  async function kill(role: string): Promise<void> {
    const child = running.get(role)!;
    running.delete(role);
    // All its output has been read then.
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }

  const allSaid = (what: string): Said[] => said.filter((each) => each.what === what);
  const all = (what: string): string[] => allSaid(what).map(({ message }) => message);
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  /** Kills the processes in turn, each at a random moment after its start. */
  async function killAround(sender: string): Promise<void> {
    start(sender);
    start('recipient');
    for (let i = 0; i < KILLS; i++) {
      const before = said.length;
      await until(() => said.length > before + 3);
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Math.random()));
      const victim = [sender, 'recipient', 'server'][i % 3]!;
      if (victim === 'server') {
        await server.kill();
        await server.restart();
      } else {
        await kill(victim);
        start(victim);
      }
    }
  }

  /**
   * The messages of the invitations whose answer the recipient has stored. The recipient is not shown them again, and
   * may have been killed before it said `accepted`.
   */
  async function answered(): Promise<string[]> {
    const document = await readFile(path.join(folder, 'recipient', 'answered-letters'), 'utf8');
    return allSaid('shown')
      .filter(({ details }) => document.includes(`"${details}"`))
      .map(({ message }) => message);
  }

  function expectNothingTwice(): void {
    const over = new Set<string>();
    for (const { what, message } of said) {
      if (what === 'shown') expect(over).not.toContain(message);
      if (what === 'accepted') over.add(message);
    }
  }

  it(
    'sendInvitation(): each invitation that was taken is shown, and not again after its answer',
    async () => {
      await killAround('sender');
      await kill('sender');
      await until(async () => {
        const over = new Set([...all('accepted'), ...(await answered())]);
        return all('sent').every((message) => over.has(message));
      });
      expect(all('sent').length).toBeGreaterThan(KILLS);
      expectNothingTwice();
    },
    20_000 + KILLS * TIME_OF_A_KILL_MS,
  );

  it(
    'invite(): it is answered as long as the sender listens',
    async () => {
      await killAround('inviter');
      const before = all('is-accepted').length;
      await until(() => all('is-accepted').length > before + 3);
      await kill('inviter');
      expect(allSaid('failed')).toEqual([]);
      expectNothingTwice();
    },
    20_000 + KILLS * TIME_OF_A_KILL_MS,
  );
});
