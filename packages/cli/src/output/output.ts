import { type CollaborationError, toCollaborationError } from '@beckon/core';
import { explainError } from '@beckon/core/explain';
import colors from 'picocolors';

/** A line of the output: as data, and in words. */
export interface Line {
  readonly data: Readonly<Record<string, unknown>> & { readonly type: string };
  /** Absent: people need not know. */
  readonly text?: string;
}

/** What a command prints: words for people, or with `--json` one line of JSON for each thing that happens. */
export class Output {
  readonly isJson: boolean;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;
  #hasStatus = false;

  constructor(isJson: boolean, stdout = process.stdout, stderr = process.stderr) {
    this.isJson = isJson;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** Whether a person sees the output as it comes. */
  get isTerminal(): boolean {
    return !this.isJson && this.#stdout.isTTY;
  }

  print({ data, text }: Line): void {
    this.clearStatus();
    if (this.isJson) this.#stdout.write(`${JSON.stringify(data, jsonValue)}\n`);
    else if (text !== undefined) this.#stdout.write(`${text}\n`);
  }

  /** Shows what is going on, in one line that the next output replaces. Only in a terminal. */
  status(text: string): void {
    if (!this.isTerminal) return;
    this.clearStatus();
    this.#stdout.write(colors.dim(text.slice(0, this.#stdout.columns - 1)));
    this.#hasStatus = true;
  }

  clearStatus(): void {
    if (!this.#hasStatus) return;
    this.#hasStatus = false;
    this.#stdout.clearLine(0);
    this.#stdout.cursorTo(0);
  }

  /** Something that a person should know, and that is no result. */
  warn(error: unknown): void {
    this.#fault('warning', error);
  }

  fail(error: unknown): void {
    this.#fault('error', error);
  }

  #fault(type: 'error' | 'warning', error: unknown): void {
    this.clearStatus();
    const { code, message } = faultOf(error);
    const text = this.isJson
      ? JSON.stringify({ type, code, message })
      : `${type === 'error' ? colors.red('error:') : colors.yellow('warning:')} ${message}`;
    this.#stderr.write(`${text}\n`);
  }
}

/** An error for people: of the arguments, or of a state that they can change. The message is a sentence. */
export class UserError extends Error {}

/** Whether it is the caller's to change. */
export function isWrongUsage(error: unknown): error is Error {
  return error instanceof UserError || error instanceof TypeError || error instanceof RangeError;
}

function faultOf(error: unknown): Pick<CollaborationError, 'code' | 'message'> {
  if (isWrongUsage(error)) {
    return { code: 'INVALID_ARGUMENT', message: error.message };
  }
  const failure = toCollaborationError('beckon', error);
  const sentence = explainError(failure);
  const details = failure.message === sentence ? '' : `\n  ${failure.message}`;
  return { code: failure.code, message: `${sentence}${details}` };
}

/** Bytes are base64 in JSON. */
function jsonValue(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
