import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Libp2pAdapter, libp2pAdapter } from '@beckon/libp2p';
import { type OpenedLink, openLink } from '@beckon/links';
import { beckon, BeckonProcess } from '../../../test/beckon-process.ts';

const USES = 4;
const PEOPLE = 12;
/** How often the host is killed. `BECKON_KILLS` sets it. */
const KILLS = Number(process.env['BECKON_KILLS'] ?? 4);

describe(`a link, while its creator is killed ${KILLS} times`, () => {
  let home: string;
  let host: BeckonProcess;
  const people: Libp2pAdapter[] = [];

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'beckon-link-'));
    await start();
  });
  afterEach(async () => {
    await Promise.all(people.splice(0).map((person) => person.close()));
    await host.kill();
    await rm(home, { recursive: true, force: true });
  });

  /** The host is at the same port each time. */
  async function start(): Promise<void> {
    const listen = ['--listen', '/ip4/127.0.0.1/tcp/0', '--prompt', 'none'];
    host = new BeckonProcess(home, ['host', '--json', ...listen]);
    await host.line('hosting');
  }

  async function join(): Promise<Libp2pAdapter> {
    const person = libp2pAdapter({ listen: [] });
    await person.open();
    await person.visibility.signIn('internet');
    people.push(person);
    return person;
  }

  /** Tries until somebody answers. */
  async function open(person: Libp2pAdapter, text: string): Promise<OpenedLink> {
    for (;;) {
      const opened = await openLink(person, text).catch(() => undefined);
      if (opened !== undefined) return opened;
      await delay(50);
    }
  }

  it(
    'is used by as many people as it is for: by no more, and no use is lost',
    async () => {
      const created = await beckon(home, ['link', 'create', '--json', '--uses', String(USES)]);
      const { text } = JSON.parse(created.stdout) as { text: string };
      let isOver = false;
      const ends = Promise.all(
        Array.from({ length: PEOPLE }, async (_, index) => {
          const person = await join();
          // They come one after the other, and meet the host at any moment of its life.
          await delay(index * 150);
          return open(person, text);
        }),
      ).finally(() => (isOver = true));
      for (let kills = 0; kills < KILLS && !isOver; kills += 1) {
        await delay(Math.random() * 600);
        await host.kill();
        await start();
      }
      const states = (await ends).map((end) => (end.state === 'dead' ? end.reason : end.state));
      expect(states.filter((state) => state === 'opened')).toHaveLength(USES);
      expect(states.filter((state) => state === 'spent')).toHaveLength(PEOPLE - USES);
      const listed = await beckon(home, ['link', 'list', '--json']);
      const { usedBy } = JSON.parse(listed.stdout) as { usedBy: unknown[] };
      expect(usedBy).toHaveLength(USES);
    },
    180_000 + KILLS * 20_000,
  );
});
