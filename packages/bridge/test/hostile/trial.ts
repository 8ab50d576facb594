import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isCollaborationError } from '@beckon/core';
import { WebSocket } from 'ws';
import { bridgeAdapter, webSocketPipe } from '../../src/index.ts';
import type { AttackName, Target } from './attacks.ts';
import type { HostFigures } from './host-program.ts';

/** How long an honest client's call took, in milliseconds, or why it failed. */
type Attempt = number | string;

/** What an attack has cost the host, and how honest clients fared meanwhile. */
export interface TrialResult extends HostFigures {
  /** Calls of a client that was connected before. */
  readonly connected: readonly Attempt[];
  /** Clients that connect, call, and leave. */
  readonly newcomers: readonly Attempt[];
}

const DURATION_MS = 4000;
const folder = path.join(process.cwd(), 'test/hostile');

function start(program: string): ChildProcess {
  return fork(path.join(folder, program), {
    execArgv: ['--expose-gc', '--conditions=@beckon/source', '--import', 'tsx'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}

async function replyOf<Reply>(child: ChildProcess): Promise<Reply> {
  const over = new AbortController();
  const { signal } = over;
  const died = once(child, 'exit', { signal }).then(() => {
    throw new Error('The process has ended.');
  });
  try {
    const [reply] = (await Promise.race([once(child, 'message', { signal }), died])) as [Reply];
    return reply;
  } finally {
    died.catch(() => undefined);
    over.abort();
  }
}

/** Attacks a host for some seconds. */
export async function trial(name: AttackName): Promise<TrialResult> {
  const host = start('host-program.ts');
  const attacker = start('attacker-program.ts');
  try {
    const target = await replyOf<Target>(host);
    const connect = () =>
      bridgeAdapter(() => webSocketPipe(target.url, { token: target.token, WebSocket }));
    const adapter = await connect();
    await adapter.open();
    host.send('begin');
    await replyOf(host);
    attacker.send({ name, target });
    await replyOf(attacker);

    const until = performance.now() + DURATION_MS;
    const [connected, newcomers] = await Promise.all([
      attempts(until, async () => {
        await adapter.identity.name();
      }),
      attempts(until, async () => {
        const newcomer = await connect();
        await newcomer.open();
        await newcomer.close();
      }),
    ]);
    host.send('figures');
    const figures = await replyOf<HostFigures>(host);
    attacker.kill('SIGKILL');
    await adapter.close();
    return { ...figures, connected, newcomers };
  } finally {
    attacker.kill('SIGKILL');
    host.kill('SIGKILL');
  }
}

async function attempts(until: number, act: () => Promise<void>): Promise<readonly Attempt[]> {
  const made: Attempt[] = [];
  while (performance.now() < until) {
    const startedAt = performance.now();
    made.push(
      await act().then(
        () => performance.now() - startedAt,
        (error: unknown) => (isCollaborationError(error) ? error.code : String(error)),
      ),
    );
    await delay(50);
  }
  return made;
}
