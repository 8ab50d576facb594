import type { CollaborationErrorCode } from '@beckon/core';
import { createBirpc } from 'birpc';
import { type Heartbeat, type HeartbeatOptions, startHeartbeat } from './heartbeat.ts';
import type { MessagePipe } from './message-pipe.ts';
import { decodeError, encodeError, type WireError } from './wire-error.ts';

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

type Outcome = { readonly value?: unknown } | { readonly error: WireError };

interface RemoteCallsInit extends HeartbeatOptions {
  readonly pipe: MessagePipe;
  /** The functions that the other side may call. */
  readonly functions: Functions;
  /**
   * Called for each message before it is read: for a call with the name of its function, for a reply with
   * `undefined`. The result `false` ends the connection.
   */
  readonly admit?: (calledFunction: string | undefined) => boolean;
  /**
   * Called when the connection has ended, before the waiting calls reject. Not called for {@link
   * RemoteCalls.close}.
   */
  readonly onEnd: (reason: string, refusal?: CollaborationErrorCode) => void;
}

/** Replaces a reply that cannot be sent. birpc would send an Error. */
const UNSENDABLE = {
  e: undefined,
  r: {
    error: {
      code: 'UNKNOWN',
      message: 'The other side has replied with a value that is not plain data.',
    },
  } satisfies Outcome,
};

/**
 * Calls the functions of the other side over a pipe. birpc matches replies with calls. This class adds
 * errors as plain data and a heartbeat, and ends the connection after a message outside the protocol.
 */
export class RemoteCalls {
  readonly #pipe: MessagePipe;
  readonly #rpc;
  readonly #onEnd: RemoteCallsInit['onEnd'];
  readonly #heartbeat: Heartbeat;

  constructor({ pipe, functions, admit = () => true, onEnd, ...options }: RemoteCallsInit) {
    this.#pipe = pipe;
    this.#onEnd = onEnd;
    let receive: ((message: unknown) => void) | undefined;
    this.#rpc = createBirpc<Functions, Functions, false>(this.#withOutcomes(functions), {
      post: (message: { readonly e?: unknown }) =>
        pipe.send(message.e === undefined ? message : { ...message, ...UNSENDABLE }),
      on: (listener) => {
        receive = listener;
      },
      off: () => {
        receive = undefined;
      },
      // Some calls wait for a person.
      timeout: -1,
      proxify: false,
      // An error replaces a reply that cannot be sent. The caller gets the errors of its call.
      onGeneralError: (_, replyingTo) => replyingTo !== undefined,
    });
    this.#heartbeat = startHeartbeat(
      () => this.call('ping'),
      () => this.#end('it no longer answers'),
      options,
    );
    pipe.open({
      message: (message) => {
        if (this.isEnded) return;
        this.#heartbeat.heard();
        if (isMessage(message, functions) && admit(message.m)) receive?.(message);
        else this.#end('it broke the protocol');
      },
      closed: (reason, refusal) => this.#end(reason, refusal),
    });
  }

  get isEnded(): boolean {
    return this.#rpc.$closed;
  }

  /** Sends at once. Rejects as the function does, and with a TypeError when the call could not be sent. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    let outcome: Outcome;
    try {
      outcome = (await this.#rpc.$call(name, ...(args as never[]))) as Outcome;
    } catch (cause) {
      throw new TypeError('the arguments are not plain data', { cause });
    }
    if ('error' in outcome) throw decodeError(outcome.error);
    return outcome.value;
  }

  /** Sends at once, without a reply. */
  notify(name: string, ...args: readonly unknown[]): void {
    if (this.isEnded) return;
    this.#rpc.$callEvent(name, ...(args as never[])).catch(() => undefined);
  }

  /** Rejects every call that waits for its reply. */
  rejectPending(): void {
    void this.#rpc.$rejectPendingCalls();
  }

  /** Ends the connection and its pipe. Calls that wait reject. */
  close(): void {
    if (this.isEnded) return;
    this.#rpc.$close();
    this.#heartbeat.stop();
    this.#pipe.close();
  }

  #end(reason: string, refusal?: CollaborationErrorCode): void {
    if (this.isEnded) return;
    // The owner is told first, so that events complete before the waiting calls reject.
    this.#onEnd(reason, refusal);
    this.close();
  }

  #withOutcomes(functions: Functions): Functions {
    return Object.fromEntries(
      Object.entries(functions).map(([name, call]) => [
        name,
        async (...args: never[]): Promise<Outcome> => {
          // birpc takes a moment to call. The connection may have ended, and released everything, by then.
          if (this.isEnded) return {};
          try {
            return { value: await call(...args) };
          } catch (error) {
            return { error: encodeError(name, error) };
          }
        },
      ]),
    );
  }
}

/** A call or a reply in birpc's form. A reply has no `m`. */
interface Message {
  readonly m?: string;
}

/** Whether a value is a call of one of `functions`, or a reply. */
function isMessage(message: unknown, functions: Functions): message is Message {
  if (typeof message !== 'object' || message === null) return false;
  const { t: type, i: id, m: name, a: args } = message as Partial<Record<string, unknown>>;
  const isId = typeof id === 'string' && id.length <= 64;
  if (type === 's') return isId && name === undefined;
  return (
    type === 'q' &&
    (isId || id === undefined) &&
    typeof name === 'string' &&
    Object.hasOwn(functions, name) &&
    Array.isArray(args)
  );
}
