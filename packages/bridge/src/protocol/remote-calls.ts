import type { CollaborationErrorCode } from '@beckon/core';
import { createBirpc } from 'birpc';
import type { Subscription } from 'rxjs';
import { type HeartbeatOptions, startHeartbeat } from './heartbeat.ts';
import type { MessagePipe } from './message-pipe.ts';
import { decodeError, encodeError, type WireError } from './wire-error.ts';

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

type Outcome = { readonly value?: unknown } | { readonly error: WireError };

interface RemoteCallsInit extends HeartbeatOptions {
  readonly pipe: MessagePipe;
  /** The functions that the other side may call. */
  readonly functions: Functions;
  /**
   * Hears of each message before it is read: of a call the name of its function, of a reply nothing.
   * `false` ends the connection.
   */
  readonly admit?: (calledFunction: string | undefined) => boolean;
  /** The connection has ended from outside. Not called for {@link RemoteCalls.close}. Calls reject afterwards. */
  readonly onEnd: (reason: string, refusal?: CollaborationErrorCode) => void;
}

/** Takes the place of a reply that cannot be sent, for which birpc would send an Error. */
const UNSENDABLE = {
  e: undefined,
  r: {
    error: { code: 'UNKNOWN', message: 'The other side has replied with what is not plain data.' },
  } satisfies Outcome,
};

/**
 * Calls of the other side's functions over a pipe. birpc matches replies with calls. This adds errors
 * that are plain data, a heartbeat, and an end for everything that is not a message of the protocol.
 */
export class RemoteCalls {
  readonly #pipe: MessagePipe;
  readonly #rpc;
  readonly #onEnd: RemoteCallsInit['onEnd'];
  readonly #heartbeat: Subscription;

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
      // A reply that cannot be sent is replaced by its error. The caller hears of what goes wrong with a call.
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

  /** Sends at once, and waits for nothing. */
  notify(name: string, ...args: readonly unknown[]): void {
    if (this.isEnded) return;
    this.#rpc.$callEvent(name, ...(args as never[])).catch(() => undefined);
  }

  /** Makes every call that waits for its reply reject, without waiting. */
  rejectPending(): void {
    void this.#rpc.$rejectPendingCalls();
  }

  /** Ends the connection and its pipe. Calls that wait reject. */
  close(): void {
    if (this.isEnded) return;
    this.#rpc.$close();
    this.#heartbeat.unsubscribe();
    this.#pipe.close();
  }

  #end(reason: string, refusal?: CollaborationErrorCode): void {
    if (this.isEnded) return;
    // The owner is told first, so that events complete before the calls that wait reject.
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
