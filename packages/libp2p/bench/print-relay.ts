import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { forkProgram } from './fork-program.ts';
import type { RelayUse } from './relay-program.ts';

const HELD = Number(process.env['BECKON_BENCH_RESERVATIONS'] ?? 1_000);
const WATCHED_MS = 20_000;

/** What a relay uses that holds reservations, beside the same relay with none. */
export async function printRelay(print: (line?: string) => void): Promise<void> {
  const relay = forkProgram('relay-program', []);
  let holders: ChildProcess | undefined;
  try {
    const [address] = (await once(relay, 'message')) as [string];
    const use = async (): Promise<RelayUse> => {
      relay.send('use');
      const [reply] = (await once(relay, 'message')) as [RelayUse];
      return reply;
    };
    const empty = await use();
    const start = performance.now();
    holders = forkProgram('relay-holders', [address, String(HELD)]);
    await once(holders, 'message');
    const seconds = (performance.now() - start) / 1_000;
    const taken = await use();
    await delay(WATCHED_MS);
    const held = await use();
    const each = (bytes: number): string => (bytes / held.reservations / 1_024).toFixed(1);
    const share = (100 * (held.processorMs - taken.processorMs)) / WATCHED_MS;
    print();
    print(
      `A relay that holds ${held.reservations} reservations, taken within ${seconds.toFixed(1)} s:`,
    );
    print(
      `  memory        ${each(held.rssBytes - empty.rssBytes)} KiB each, ${(held.rssBytes / 2 ** 20).toFixed(0)} MiB in all`,
    );
    print(
      `  descriptors   ${((held.descriptors - empty.descriptors) / held.reservations).toFixed(2)} each`,
    );
    print(
      `  processor     ${((taken.processorMs - empty.processorMs) / held.reservations).toFixed(2)} ms to take one, ${share.toFixed(1)} % of a core to hold all`,
    );
  } finally {
    holders?.kill();
    relay.kill();
  }
}
