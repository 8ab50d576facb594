import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** The arguments of Node that run the command, as `compile-command.mjs` has compiled it. */
export function beckonArguments(args: readonly string[]): string[] {
  const command = path.join(process.cwd(), 'out-tsc/test/beckon.mjs');
  return ['--disable-warning=ExperimentalWarning', command, ...args];
}

/** What a command that has ended has printed. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One line of JSON. */
export type JsonLine = Readonly<Record<string, unknown>> & { readonly type: string };

/** The command as a process without a terminal. */
export class BeckonProcess {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #waiting: JsonLine[] = [];
  readonly #stderr: Promise<string>;
  #next: (() => void) | undefined;

  constructor(home: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, beckonArguments(args), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NO_COLOR: '1',
        FORCE_COLOR: '',
        BECKON_HOME: home,
        ...environment,
      },
    });
    this.#stderr = text(this.#child.stderr!);
    this.#lines = createInterface(this.#child.stdout!);
    this.#lines.on('line', (line) => {
      if (line.startsWith('{')) this.#waiting.push(JSON.parse(line) as JsonLine);
      this.#next?.();
    });
    this.#lines.on('close', () => this.#next?.());
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Waits for the next line of JSON of a type; those before it are passed over. */
  async line(type: string): Promise<JsonLine> {
    for (;;) {
      const line = this.#waiting.shift();
      if (line?.type === type) return line;
      if (line !== undefined) continue;
      if (this.#child.exitCode !== null) {
        throw new Error(`The command ended without ${type}: ${await this.#stderr}`);
      }
      await new Promise<void>((resolve) => (this.#next = resolve));
    }
  }

  write(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  endInput(): void {
    this.#child.stdin?.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async exit(): Promise<{ readonly code: number; readonly stderr: string }> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      await once(this.#child, 'exit');
    }
    return { code: this.#child.exitCode ?? -1, stderr: await this.#stderr };
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}

/** Runs the command, and waits until it ends. */
export async function beckon(
  home: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, beckonArguments(args), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      FORCE_COLOR: '',
      BECKON_HOME: home,
      ...environment,
    },
  });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: child.exitCode ?? -1, stdout, stderr };
}
