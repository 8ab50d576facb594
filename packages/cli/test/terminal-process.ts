import { type IPty, spawn } from '@homebridge/node-pty-prebuilt-multiarch';
import { stripVTControlCharacters } from 'node:util';
import { beckonArguments } from './beckon-process.ts';

/** The command in a terminal of its own, with a person who types. */
export class TerminalProcess {
  readonly #pty: IPty;
  #shown = '';
  #exitCode: number | undefined;
  #changed: (() => void)[] = [];

  constructor(home: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#pty = spawn(process.execPath, beckonArguments(args), {
      cols: 200,
      rows: 50,
      env: {
        ...(process.env as Record<string, string>),
        NODE_OPTIONS: '',
        BECKON_HOME: home,
        ...environment,
      },
    });
    this.#pty.onData((data) => {
      this.#shown += data;
      this.#notify();
    });
    this.#pty.onExit(({ exitCode }) => {
      this.#exitCode = exitCode;
      this.#notify();
    });
  }

  /** All that was shown so far, without colours. */
  get text(): string {
    return stripVTControlCharacters(this.#shown).replaceAll('\r\n', '\n');
  }

  /** All that was shown so far, as the terminal got it. */
  get raw(): string {
    return this.#shown;
  }

  /** Waits until the text matches, and gives the match. Rejects when the command ends without it. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.text);
      if (found !== null) return found;
      if (this.#exitCode !== undefined) {
        throw new Error(`The command ended without ${String(pattern)}:\n${this.text}`);
      }
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  /** Answers a question. A line that comes at once with it is no answer: a person has to read. */
  async answer(line: string): Promise<void> {
    await this.shows(/Accept\?/);
    await new Promise((resolve) => setTimeout(resolve, 400));
    this.type(line);
  }

  type(line: string): void {
    this.#pty.write(`${line}\r`);
  }

  /** Presses keys, such as `\u0003` for Ctrl-C. */
  press(keys: string): void {
    this.#pty.write(keys);
  }

  async exit(): Promise<number> {
    while (this.#exitCode === undefined) {
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
    return this.#exitCode;
  }

  kill(): void {
    if (this.#exitCode === undefined) this.#pty.kill('SIGKILL');
  }

  #notify(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}
