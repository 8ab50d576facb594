import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import type { ApplicationRegistration, ReceivedInvitation } from '@beckon/core';
import { Observable, type SchedulerLike } from 'rxjs';
import { argumentsOf } from './command-line.ts';
import { LAUNCH_FILE_VARIABLE, type LaunchFile, writeLaunchFile } from './launch-file.ts';
import { startableFile } from './program.ts';

/** A program that ends within this time with an error has not started, in milliseconds. */
const START_TIME_MS = 300;

/** Variables of the host that would change what the program does. */
const OWN_VARIABLES = /^(BECKON_|NODE_|ELECTRON_|npm_)/;

/** A program that has been started. */
export interface LaunchedProgram {
  readonly program: string;
  readonly pid: number;
  /** Ends it, with the processes that it has started, and removes its file. Does nothing when it has ended. */
  end(): void;
}

export interface LaunchInit {
  readonly registration: ApplicationRegistration;
  readonly invitation: ReceivedInvitation;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly scheduler: SchedulerLike;
}

/**
 * Starts the program of a registration, without a shell, in a process group of its own: it outlives this process.
 *
 * Cold: starts on subscribe. Emits once, when the program has run for {@link START_TIME_MS}, or has ended well
 * before, as a program does that hands over to a running one; and completes. Errors when it cannot be started, or
 * ends with an error within that time. Unsubscribing before ends the program, and removes its file.
 */
export function launchProgram(init: LaunchInit): Observable<LaunchedProgram> {
  return new Observable((subscriber) => {
    const calledOff = new AbortController();
    subscriber.add(() => calledOff.abort());
    start(init, calledOff.signal).then(
      (launched) => {
        if (subscriber.closed) return launched.end();
        subscriber.next(launched);
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
  });
}

async function start(init: LaunchInit, calledOff: AbortSignal): Promise<LaunchedProgram> {
  const { registration, invitation, environment, scheduler } = init;
  const program = await startableFile(registration.program);
  const file = await writeLaunchFile(invitation);
  let launched: LaunchedProgram | undefined;
  try {
    calledOff.throwIfAborted();
    const child = spawn(program, argumentsOf(registration.arguments ?? ''), {
      shell: false,
      detached: true,
      stdio: 'ignore',
      cwd: homedir(),
      // The name that is registered: some programs have several.
      argv0: registration.program,
      env: { ...inherited(environment), [LAUNCH_FILE_VARIABLE]: file.path },
    });
    child.unref();
    launched = launchedProgram(registration.program, child, file);
    await hasStarted(child, scheduler, calledOff);
    return launched;
  } catch (error) {
    launched?.end();
    file.remove();
    throw error;
  }
}

function launchedProgram(program: string, child: ChildProcess, file: LaunchFile): LaunchedProgram {
  return {
    program,
    pid: child.pid ?? 0,
    end: () => {
      file.remove();
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      endGroup(child.pid);
    },
  };
}

function endGroup(pid: number): void {
  try {
    // Of the whole group, where the system has them.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

function hasStarted(
  child: ChildProcess,
  scheduler: SchedulerLike,
  calledOff: AbortSignal,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const running = scheduler.schedule(() => settle(resolve), START_TIME_MS);
    const onCalledOff = (): void => settle(() => reject(new Error('The launch was called off.')));
    const settle = (act: () => void): void => {
      running.unsubscribe();
      calledOff.removeEventListener('abort', onCalledOff);
      act();
    };
    calledOff.addEventListener('abort', onCalledOff);
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) => {
      if (code === 0) return settle(resolve);
      const how = signal ?? `exit code ${String(code)}`;
      settle(() => reject(new Error(`It ended at once, with ${how}.`)));
    });
  });
}

function inherited(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !OWN_VARIABLES.test(name)),
  );
}
