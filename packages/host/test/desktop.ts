import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAMS = ['dunst', 'dunstctl', 'Xvfb', 'dbus-daemon'];

/** Why there is no desktop here, or `undefined`. */
export function whyNoDesktop(): string | undefined {
  const missing = PROGRAMS.find(
    (program) => spawnSync('which', [program], { stdio: 'ignore' }).status !== 0,
  );
  return missing === undefined ? undefined : `${missing} is not installed`;
}

/** A session bus, by itself. */
export class SessionBus {
  readonly address: string;
  readonly #daemon: ChildProcess;

  private constructor(address: string, daemon: ChildProcess) {
    this.address = address;
    this.#daemon = daemon;
  }

  static async start(folder: string): Promise<SessionBus> {
    const daemon = spawn(
      'dbus-daemon',
      ['--session', '--nofork', '--print-address', `--address=unix:dir=${folder}`],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return new SessionBus(await firstLine(daemon.stdout), daemon);
  }

  stop(): Promise<void> {
    return ended(this.#daemon);
  }
}

/** A desktop that shows notifications: a session bus, a display that nobody sees, and the daemon dunst. */
export class Desktop {
  readonly bus: SessionBus;
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #programs: readonly ChildProcess[];

  private constructor(
    folder: string,
    bus: SessionBus,
    environment: NodeJS.ProcessEnv,
    programs: readonly ChildProcess[],
  ) {
    this.#folder = folder;
    this.bus = bus;
    this.#environment = environment;
    this.#programs = programs;
  }

  static async start(): Promise<Desktop> {
    const folder = await mkdtemp(path.join(tmpdir(), 'beckon-desktop-'));
    const bus = await SessionBus.start(folder);
    const display = spawn(
      'Xvfb',
      ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '800x600x24'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      },
    );
    const number = await firstLine(display.stdio[3] as Readable);
    const environment = {
      ...process.env,
      NODE_OPTIONS: '',
      DISPLAY: `:${number}`,
      DBUS_SESSION_BUS_ADDRESS: bus.address,
    };
    // Stands for the hand on the mouse: dunst shows its menu of buttons by this program.
    const hand = path.join(folder, 'hand');
    await writeFile(hand, `#!/bin/sh\ngrep -m 1 -F "$(cat ${folder}/choice)"\n`, { mode: 0o755 });
    await writeFile(
      path.join(folder, 'dunstrc'),
      `[global]\n  dmenu = ${hand}\n  stack_duplicates = false\n`,
    );
    const daemon = spawn('dunst', ['-config', path.join(folder, 'dunstrc')], {
      stdio: 'ignore',
      env: environment,
    });
    const desktop = new Desktop(folder, bus, environment, [daemon, display]);
    await desktop.#ready();
    return desktop;
  }

  /** How many notifications are shown. */
  async shown(): Promise<number> {
    return Number(await this.#dunstctl('count', 'displayed'));
  }

  /** Waits until so many notifications are shown. */
  async shows(count: number): Promise<void> {
    while ((await this.shown()) !== count);
  }

  /** Presses the button whose line in the menu contains a text, such as `#Accept (Ada invites you)`. */
  async press(line: string): Promise<void> {
    await writeFile(path.join(this.#folder, 'choice'), line);
    await this.#dunstctl('context');
  }

  /** Puts the newest notification away without pressing a button. */
  async dismiss(): Promise<void> {
    await this.#dunstctl('close');
  }

  async stop(): Promise<void> {
    for (const program of this.#programs) await ended(program);
    await this.bus.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The bus starts no service here: the daemon has to have its name. */
  async #ready(): Promise<void> {
    for (;;) {
      try {
        await this.shown();
        return;
      } catch {
        // It is still starting.
      }
    }
  }

  async #dunstctl(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('dunstctl', args, { env: this.#environment });
    return stdout.trim();
  }
}

async function firstLine(stream: Readable): Promise<string> {
  const lines = createInterface(stream);
  const [line] = (await once(lines, 'line')) as [string];
  lines.close();
  return line;
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exited = once(program, 'exit');
  program.kill('SIGKILL');
  await exited;
}
