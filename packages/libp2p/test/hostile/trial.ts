import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { invite, isCollaborationError } from '@beckon/core';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { lastValueFrom } from 'rxjs';
import {
  type Libp2pAdapter,
  libp2pAdapter,
  type Libp2pAdapterOptions,
  type Libp2pCounters,
} from '../../src/index.ts';
import { createPrivateKey } from '../../src/node/private-key.ts';
import { hostileNode } from '../hostile-node.ts';
import { applicationId } from '../two-adapters.ts';
import type { AttackName } from './attacks.ts';
import type { VictimMethods } from './victim-program.ts';

/** What an honest peer says. The victim accepts it. */
export const HONEST = 'honest';

/** Where strangers come from; the attacker and the contacts come from 127.0.0.1. */
const ELSEWHERE = '127.0.0.2';
const DURATION_MS = 3_000;
/** How much longer a trial may go on, on a machine so busy that the attack has hardly begun. */
const EXTENSION_MS = 40_000;
const MEBIBYTE = 1 << 20;

export type VictimOptions = Pick<Libp2pAdapterOptions, 'limits' | 'reception'>;

/** What an attack has cost the victim. */
export interface Figures {
  readonly peakBytes: number;
  /** Of one processor. */
  readonly cpuShare: number;
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  readonly counters: Readonly<Record<string, number>>;
  readonly connections: number;
  readonly knownPeers: number;
}

/** How the honest peers fared: how long each invitation took, or why it failed. */
export interface TrialResult extends Figures {
  readonly baseBytes: number;
  readonly connected: readonly Attempt[];
  readonly contacts: readonly Attempt[];
  readonly strangers: readonly Attempt[];
}

type Attempt = number | string;

export interface TrialInit {
  readonly durationMs?: number;
  /** The counter of the victim that the attack moves. The trial goes on until it has moved. */
  readonly counter?: keyof Libp2pCounters;
  readonly limits?: VictimOptions['limits'];
}

const folder = path.join(process.cwd(), 'test/hostile');

function start(program: string): ChildProcess {
  return fork(path.join(folder, program), {
    execArgv: ['--expose-gc', '--conditions=@beckon/source', '--import', 'tsx'],
    env: { ...process.env, NODE_OPTIONS: '' },
    serialization: 'advanced',
  });
}

/** The victim's process. */
class Victim {
  readonly process = start('victim-program.ts');
  #calls = 0;

  async call<Method extends keyof VictimMethods>(
    method: Method,
    ...args: Parameters<VictimMethods[Method]>
  ): Promise<Awaited<ReturnType<VictimMethods[Method]>>> {
    const call = this.#calls++;
    this.process.send({ call, method, args });
    for (;;) {
      const [reply] = (await once(this.process, 'message')) as [{ call: number; result: never }];
      if (reply.call === call) return reply.result;
    }
  }
}

/**
 * Tries an attack on a victim, each in a process of its own, while honest peers invite the victim: one
 * that is connected already, a contact that connects anew from where the attacker is, and strangers that
 * connect from another address. Prints what it has cost.
 */
export async function trial(
  attack: AttackName,
  { durationMs = DURATION_MS, counter, limits = {} }: TrialInit = {},
): Promise<TrialResult> {
  const victim = new Victim();
  const attacker = start('attacker-program.ts');
  const contactKey = await createPrivateKey();
  const contact = peerIdFromPrivateKey(contactKey).toString();
  const honest: Honest[] = [];
  try {
    const reception = { trusted: [contact], others: 'anyone' } as const;
    const address = await victim.call('open', { limits, reception });
    const connected = await Honest.open(ELSEWHERE);
    honest.push(connected);
    await connected.attempt(address);
    attacker.send({ attack, address });
    // An attack that is prepared with connections has begun to cost something.
    const baseBytes = await victim.call('watch');
    await once(attacker, 'message');
    attacker.send('go');
    await once(attacker, 'message');

    const end = performance.now() + durationMs;
    const attempts = async (next: () => Promise<Honest>): Promise<Attempt[]> => {
      const results: Attempt[] = [];
      while (performance.now() < end) {
        const peer = await next();
        results.push(await peer.attempt(address));
        if (peer !== connected) await peer.close();
        await delay(50);
      }
      return results;
    };
    const [byConnected, byContacts, byStrangers] = await Promise.all([
      attempts(async () => connected),
      attempts(() => Honest.open('127.0.0.1', contactKey)),
      attempts(() => Honest.open(ELSEWHERE)),
    ]);
    let figures = await victim.call('figures');
    while (counter !== undefined && figures.counters[counter] === 0) {
      if (performance.now() > end + EXTENSION_MS) break;
      byConnected.push(await connected.attempt(address));
      figures = await victim.call('figures');
    }
    const result = {
      ...figures,
      baseBytes,
      connected: byConnected,
      contacts: byContacts,
      strangers: byStrangers,
    };
    print(attack, result);
    return result;
  } finally {
    victim.process.kill('SIGKILL');
    attacker.kill('SIGKILL');
    await Promise.all(honest.map((peer) => peer.close()));
  }
}

/** A peer that does nothing wrong. */
class Honest {
  readonly #node: Libp2p;
  readonly #adapter: Libp2pAdapter;

  private constructor(node: Libp2p, adapter: Libp2pAdapter) {
    this.#node = node;
    this.#adapter = adapter;
  }

  static async open(localAddress: string, privateKey?: PrivateKey): Promise<Honest> {
    const node = await hostileNode(privateKey, localAddress);
    // A machine that is busy with all of this may take its time.
    const adapter = libp2pAdapter({
      libp2p: node,
      limits: { dialTimeoutMs: 20_000, silenceTimeoutMs: 10_000 },
    });
    await adapter.open();
    return new Honest(node, adapter);
  }

  /** Invites, and tells how many milliseconds it took until it was accepted, or why it failed. */
  async attempt(address: string): Promise<Attempt> {
    const begun = performance.now();
    const to = { endpoint: { address } };
    return lastValueFrom(invite(this.#adapter, { to, applicationId, message: HONEST })).then(
      ({ state }) => (state === 'accepted' ? performance.now() - begun : state),
      (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
    );
  }

  async close(): Promise<void> {
    await this.#adapter.close();
    await this.#node.stop();
  }
}

/** Those that were accepted, of all: `12/12 accepted, at most 34 ms`. */
function summary(attempts: readonly Attempt[]): string {
  const times = attempts.filter((attempt) => typeof attempt === 'number');
  const others = [...new Set(attempts.filter((attempt) => typeof attempt === 'string'))];
  const failed = others.length === 0 ? '' : ` (${others.join(', ')})`;
  return `${times.length}/${attempts.length} accepted${failed}, at most ${Math.max(0, ...times).toFixed(0)} ms`;
}

function print(attack: string, result: TrialResult): void {
  const counters = Object.entries(result.counters).filter(([, count]) => count > 0);
  const mib = (size: number): string => (size / MEBIBYTE).toFixed(0);
  process.stdout.write(
    `${attack}: RSS ${mib(result.baseBytes)} -> ${mib(result.peakBytes)} MiB ` +
      `(${(result.peakBytes / result.baseBytes).toFixed(2)}), loop late by p99 ${result.loopP99Ms.toFixed(0)} ms, ` +
      `at most ${result.loopMaxMs.toFixed(0)} ms, ` +
      `${(100 * result.cpuShare).toFixed(0)} % of a processor, machine's load ${loadavg()[0]?.toFixed(0)}; ${result.connections} connections, ${result.knownPeers} known peers\n` +
      `  connected ${summary(result.connected)}; contacts ${summary(result.contacts)}; strangers ${summary(result.strangers)}\n` +
      `  ${counters.map(([name, count]) => `${name} ${count}`).join(', ')}\n`,
  );
}
