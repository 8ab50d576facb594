import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Endpoint } from '@beckon/core';
import {
  filter,
  firstValueFrom,
  fromEvent,
  map,
  type Observable,
  take,
  throwError,
  timeout,
} from 'rxjs';
import type { actors } from './actors.ts';
import type { Cue, HostCue, NeighbourCue, Report } from './messages.ts';

/** Longest wait of a scenario for one report, in milliseconds. */
const PATIENCE_MS = 8000;

/** An actor in an operating-system process of its own. */
export class ActorProcess {
  readonly reports$: Observable<Report>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.reports$ = fromEvent(child, 'message', (report: Report) => report);
  }

  /** Starts a process and waits until its adapter is open. */
  static async start(
    role: keyof typeof actors,
    ...args: string[]
  ): Promise<{ actor: ActorProcess; endpoint: Endpoint }> {
    // The child runs this program again: main.ts reads the role.
    const child = fork(process.argv[1] ?? '', [role, ...args], { serialization: 'advanced' });
    const actor = new ActorProcess(child);
    const died = once(child, 'exit').then(() => {
      throw new Error(`The ${role} process ended before it was ready.`);
    });
    const ready = firstValueFrom(
      actor.reports$.pipe(
        filter((report) => report.type === 'ready'),
        map(({ endpoint }) => endpoint),
        take(1),
      ),
    );
    return { actor, endpoint: await Promise.race([ready, died]) };
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  tell(cue: Cue | NeighbourCue | HostCue): void {
    this.#child.send(cue);
  }

  /** The next report that is wanted. Rejects when it does not come in time. */
  next<R extends Report>(isWanted: (report: Report) => report is R): Promise<R> {
    return firstValueFrom(
      this.reports$.pipe(
        filter(isWanted),
        take(1),
        timeout({
          first: PATIENCE_MS,
          with: () => throwError(() => new Error(`nothing happened for ${PATIENCE_MS} ms`)),
        }),
      ),
    );
  }

  /** Ends the process as a crash does: it sends no last message. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
