import type { MessagePipe, PipeReceiver } from '../protocol/message-pipe.ts';
import { copyBytes, copyPlainData } from '../protocol/plain-data.ts';

/** The part of a BroadcastChannel that beckon uses. */
export interface BroadcastLine {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** Which way a message goes: all tabs hear it. */
export type Direction = 'toHolder' | 'toTab';

/** What is said on the line. `message` is absent in the last one of a pipe. */
export interface LineMessage {
  readonly pipe: string;
  readonly direction: Direction;
  readonly message?: unknown;
}

/** Reads what any script of the origin may have said. `undefined` for what is none of ours. */
export function readLineMessage(data: unknown): LineMessage | undefined {
  const { pipe, direction } = (data ?? {}) as Partial<LineMessage>;
  if (typeof pipe !== 'string' || (direction !== 'toHolder' && direction !== 'toTab')) {
    return undefined;
  }
  return data as LineMessage;
}

export interface BroadcastPipeInit {
  readonly line: BroadcastLine;
  /** Names the pipe among all on the line. */
  readonly id: string;
  /** Which way this side sends. */
  readonly sends: Direction;
  /** The pipe has ended, from either side. Called once. */
  readonly onEnded: () => void;
}

/** A pipe between two tabs, over the line that all tabs share. */
export class BroadcastPipe implements MessagePipe {
  readonly #init: BroadcastPipeInit;
  #receiver: PipeReceiver | undefined;
  readonly #early: unknown[] = [];
  #isEnded = false;

  constructor(init: BroadcastPipeInit) {
    this.#init = init;
    init.line.addEventListener('message', this.#hear);
  }

  open(receiver: PipeReceiver): void {
    this.#receiver = receiver;
    for (const message of this.#early.splice(0)) receiver.message(message);
  }

  send(message: unknown): void {
    if (this.#isEnded) return;
    const { line, id, sends } = this.#init;
    line.postMessage({ pipe: id, direction: sends, message: copyPlainData(message, copyBytes) });
  }

  close(): void {
    if (this.#isEnded) return;
    const { line, id, sends } = this.#init;
    line.postMessage({ pipe: id, direction: sends });
    this.#end();
  }

  /** The other side is gone. */
  lose(reason: string): void {
    if (this.#isEnded) return;
    this.#end();
    this.#receiver?.closed(reason);
  }

  /** Takes the message by which the holder has learnt of the pipe. */
  hearFirst(data: unknown): void {
    this.#hear({ data });
  }

  readonly #hear = ({ data }: { readonly data: unknown }): void => {
    const { id, sends } = this.#init;
    const said = readLineMessage(data);
    if (said === undefined || said.pipe !== id || said.direction === sends) return;
    if (!('message' in said)) return this.lose('the other tab has closed it');
    let message: unknown;
    try {
      message = copyPlainData(said.message, copyBytes);
    } catch {
      return this.lose('a message cannot be read');
    }
    if (this.#receiver === undefined) this.#early.push(message);
    else this.#receiver.message(message);
  };

  #end(): void {
    this.#isEnded = true;
    this.#init.line.removeEventListener('message', this.#hear);
    this.#init.onEnded();
  }
}
