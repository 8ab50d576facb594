// First invitations of one sender to hundreds of peers at once, and to one that lives while a thousand others do
// not answer.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { invite } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import { libp2pAdapter, type Libp2pAdapter } from '../src/index.ts';
import { forkProgram } from './fork-program.ts';
import { content } from './payload.ts';

export interface CrowdResult {
  readonly live: number;
  readonly reached: number;
  readonly allMs: number;
  readonly silent: number;
  /** From the invitation of a live peer until its handshake begins, while the silent ones are dialled. */
  readonly beginsMs: number;
  /** How many silent peers were connected with in that time. */
  readonly silentBefore: number;
  /** Until that invitation is accepted. */
  readonly acceptedMs: number;
}

/** Measures with so many live and silent peers. */
export async function measureCrowd(live: number, silent: number): Promise<CrowdResult> {
  const crowd = forkProgram('crowd-recipients');
  try {
    const addresses = await ask<readonly string[]>(crowd, live);
    const { reached, allMs } = await inviteAll(addresses);
    return { live, reached, allMs, silent, ...(await besideSilent(addresses[0] ?? '', silent)) };
  } finally {
    crowd.kill();
  }
}

/** Measures with 500 live peers and 1 000 silent ones, and prints it. */
export async function printCrowd(print: (line: string) => void): Promise<void> {
  const { live, reached, allMs, silent, beginsMs, acceptedMs } = await measureCrowd(500, 1_000);
  print(
    `\nFirst invitations to ${live} peers of one process at once: ${reached} accepted, in ${(allMs / 1_000).toFixed(1)} s.`,
  );
  print(
    `While ${silent} silent peers are dialled, the handshake with a live one begins after ${beginsMs.toFixed(0)} ms, ` +
      `and its invitation is accepted after ${acceptedMs.toFixed(0)} ms.`,
  );
}

async function ask<T>(child: ChildProcess, question: unknown): Promise<T> {
  await new Promise<void>((resolve) => child.send(question as object, () => resolve()));
  const [answer] = (await once(child, 'message')) as [T];
  return answer;
}

async function inviteAll(
  addresses: readonly string[],
): Promise<{ reached: number; allMs: number }> {
  const sender = await openSender();
  const begun = performance.now();
  const accepted = await Promise.all(addresses.map((address) => isAccepted(sender, address)));
  const allMs = performance.now() - begun;
  await sender.close();
  return { reached: accepted.filter(Boolean).length, allMs };
}

/** Dials peers that take connections and say nothing, and one that lives. */
async function besideSilent(
  address: string,
  silent: number,
): Promise<Pick<CrowdResult, 'beginsMs' | 'silentBefore' | 'acceptedMs'>> {
  const sockets = new Set<net.Socket>();
  const mute = net.createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port: mutePort } = mute.address() as AddressInfo;
  // Everything to the live peer goes through here, so that its first byte is seen.
  let begunAt = 0;
  let silentThen = 0;
  const [host, port] = [address.split('/')[2], Number(address.split('/')[4])];
  const relay = net.createServer((socket) => {
    const onward = net.connect({ host: host ?? '', port });
    socket.once('data', () => {
      begunAt = performance.now();
      silentThen = sockets.size;
    });
    socket.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => socket.destroy()).pipe(socket);
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port: relayPort } = relay.address() as AddressInfo;

  const sender = await openSender();
  for (let i = 0; i < silent; i++) {
    // Each is another address of this machine, for libp2p joins dials to one address.
    void isAccepted(sender, `/ip4/127.1.${i >> 8}.${i & 255}/tcp/${mutePort}`);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  const asked = performance.now();
  const silentAtFirst = sockets.size;
  const reached = await isAccepted(sender, `/ip4/127.0.0.1/tcp/${relayPort}`);
  const acceptedMs = reached ? performance.now() - asked : Number.NaN;
  for (const socket of sockets) socket.destroy();
  await sender.close();
  mute.close();
  relay.close();
  return { beginsMs: begunAt - asked, silentBefore: silentThen - silentAtFirst, acceptedMs };
}

async function openSender(): Promise<Libp2pAdapter> {
  const sender = libp2pAdapter({ listen: [] });
  await sender.open();
  return sender;
}

function isAccepted(sender: Libp2pAdapter, address: string): Promise<boolean> {
  return lastValueFrom(invite(sender, { to: { endpoint: { address } }, ...content })).then(
    ({ state }) => state === 'accepted',
    () => false,
  );
}
