import { createBirpc } from 'birpc';
import { asyncScheduler, interval, type SchedulerLike, type Subscription } from 'rxjs';
import type { BridgeChannel } from './channel.ts';
import { decodeError, encodeError, type WireError } from './wire-error.ts';

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

type Outcome = { readonly value?: unknown } | { readonly error: WireError };

/** How a connection is watched. */
export interface LinkOptions {
  /**
   * How often each side asks whether the other is still there, in milliseconds; one that has been
   * silent for three times as long is gone. Default 5000.
   */
  readonly heartbeatMs?: number;
  /** Runs the timers. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

interface LinkInit extends LinkOptions {
  readonly channel: BridgeChannel;
  /** What the other side may call. */
  readonly functions: Functions;
  /** Hears of each message before it is read; `false` ends the link. */
  readonly admit?: () => boolean;
  /** The link has ended from outside: not called for {@link Link.close}. Calls reject afterwards. */
  readonly onEnd: (reason: string) => void;
}

const MAX_UNANSWERED_PINGS = 2;

const ONLY_PLAIN_DATA = 'Only plain data can cross the bridge.';

/** In place of a reply that cannot be sent, for which birpc would send an Error. */
const UNSENDABLE = {
  e: undefined,
  r: { error: { code: 'TypeError', message: ONLY_PLAIN_DATA } } satisfies Outcome,
};

/**
 * Remote calls over a channel. birpc matches replies with calls; this adds what it lacks: errors that
 * are plain data, a heartbeat, and an end for whatever is not a message of the protocol.
 */
export class Link {
  readonly #channel: BridgeChannel;
  readonly #rpc;
  readonly #onEnd: LinkInit['onEnd'];
  readonly #heartbeat: Subscription;

  constructor({
    channel,
    functions,
    admit = () => true,
    onEnd,
    heartbeatMs = 5000,
    scheduler = asyncScheduler,
  }: LinkInit) {
    this.#channel = channel;
    this.#onEnd = onEnd;
    let receive: ((message: unknown) => void) | undefined;
    this.#rpc = createBirpc<Functions, Functions, false>(this.#withOutcomes(functions), {
      post: (message: { readonly e?: unknown }) =>
        channel.send(message.e === undefined ? message : { ...message, ...UNSENDABLE }),
      on: (listener) => {
        receive = listener;
      },
      off: () => {
        receive = undefined;
      },
      // Some calls wait for a person.
      timeout: -1,
      proxify: false,
      // A reply that cannot be sent is replaced by its error; what goes wrong with a call, the caller hears.
      onGeneralError: (_, replyingTo) => replyingTo !== undefined,
    });
    this.#heartbeat = this.#watch(heartbeatMs, scheduler);
    channel.open({
      message: (message) => {
        if (this.isEnded) return;
        if (!admit() || !isMessage(message, functions)) this.#end('it broke the protocol');
        else receive?.(message);
      },
      closed: (reason) => this.#end(reason),
    });
  }

  get isEnded(): boolean {
    return this.#rpc.$closed;
  }

  /** Sends at once. Rejects as the function does; with a TypeError when it, or its reply, could not be sent. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    let outcome: Outcome;
    try {
      outcome = (await this.#rpc.$call(name, ...(args as never[]))) as Outcome;
    } catch (cause) {
      throw new TypeError(ONLY_PLAIN_DATA, { cause });
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

  /** Ends the link and its channel. Calls that wait reject. */
  close(): void {
    if (this.isEnded) return;
    this.#rpc.$close();
    this.#heartbeat.unsubscribe();
    this.#channel.close();
  }

  #end(reason: string): void {
    if (this.isEnded) return;
    // Told first, so that events complete before the calls that wait reject.
    this.#onEnd(reason);
    this.close();
  }

  #withOutcomes(functions: Functions): Functions {
    return Object.fromEntries(
      Object.entries(functions).map(([name, call]) => [
        name,
        async (...args: never[]): Promise<Outcome> => {
          // birpc takes a moment to call: what was held may have been released by then.
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

  #watch(heartbeatMs: number, scheduler: SchedulerLike): Subscription {
    let unanswered = 0;
    return interval(heartbeatMs, scheduler).subscribe(() => {
      if (unanswered === MAX_UNANSWERED_PINGS) return this.#end('it no longer answers');
      unanswered += 1;
      this.call('ping').then(
        () => {
          unanswered = 0;
        },
        () => undefined,
      );
    });
  }
}

/** Whether it is a call of one of `functions`, or a reply, in birpc's form. */
function isMessage(message: unknown, functions: Functions): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { t: type, i: id, m: name, a: args } = message as Partial<Record<string, unknown>>;
  const isId = typeof id === 'string' && id.length <= 64;
  if (type === 's') return isId;
  return (
    type === 'q' &&
    (isId || id === undefined) &&
    typeof name === 'string' &&
    Object.hasOwn(functions, name) &&
    Array.isArray(args)
  );
}
