import { once } from 'node:events';
import { presence } from '@beckon/core/presence';
import { skipWhile, Subscription, take } from 'rxjs';
import { nodePlatform } from '../src/node/node-platform.ts';
import { breakableAdapter } from '../test/breakable-adapter.ts';
import { forkProgram } from './fork-program.ts';

const PEOPLE = Number(process.env['BECKON_BENCH_PEOPLE'] ?? 1_000);
const QUIET_MS = 10_000;
/** The default up to 1 000 people. Signs of life of more people come as often altogether, and so less often of each. */
const SILENCE_TIMEOUT_MS = 2_500 * Math.max(1, PEOPLE / 1_000);

/** Somebody watches many people: until all are known, while nothing changes, and when all change at once. */
export async function printPeople(servers: string, print: (line: string) => void): Promise<void> {
  const breakable = breakableAdapter(nodePlatform, {
    servers,
    limits: { silenceTimeoutMs: SILENCE_TIMEOUT_MS },
  });
  const { adapter } = breakable;
  await adapter.open();
  const card = await adapter.identity.card();
  const people = forkProgram('people', [servers, `${PEOPLE}`, card, `${SILENCE_TIMEOUT_MS}`]);
  try {
    const [addresses] = (await once(people, 'message')) as [string[]];
    await adapter.visibility.signIn('internet');
    const watching = new Subscription();
    const all = (status: string): Promise<number> =>
      new Promise((resolve) => {
        const from = performance.now();
        let left = PEOPLE;
        for (const address of addresses) {
          watching.add(
            presence(adapter, { address })
              .pipe(
                skipWhile((value) => value.status !== status),
                take(1),
              )
              .subscribe(() => {
                left -= 1;
                if (left === 0) resolve(performance.now() - from);
              }),
          );
        }
      });
    // Keeps the watches while others come and go.
    for (const address of addresses) watching.add(presence(adapter, { address }).subscribe());
    const joinMs = await all('online');
    const before = breakable.connection().stats();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const after = breakable.connection().stats();
    const changed = all('busy');
    people.send('change');
    const changedMs = await changed;
    const perSecond = (key: keyof typeof after): string =>
      (((after[key] - before[key]) * 1_000) / QUIET_MS).toFixed(0);
    print(
      `\n${PEOPLE} people whom one watches, silenceTimeoutMs ${SILENCE_TIMEOUT_MS}: all known after ${joinMs.toFixed(0)} ms, and all changes of one moment after ` +
        `${changedMs.toFixed(0)} ms; while nothing changes, the watcher gets ${perSecond('inMsgs')} messages of ` +
        `${perSecond('inBytes')} bytes a second, and sends ${perSecond('outMsgs')} of ${perSecond('outBytes')}.`,
    );
    watching.unsubscribe();
  } finally {
    people.kill();
    await adapter.close();
  }
}
