import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';

/** How the running part of an adapter starts and stops. */
export interface LifecycleInit<Running> {
  /** Name of the adapter, for messages. */
  readonly name: string;
  /** Makes the running part, at once or in a promise. It lives while the adapter is open. */
  readonly start: () => Running | PromiseLike<Running>;
  /** Ends the running part. Everything before its first wait has happened when `close()` returns. */
  readonly stop: (running: Running) => void | PromiseLike<void>;
}

/**
 * Counts `open()` and `close()` of an adapter. The first `open()` starts the running part of the adapter,
 * and the last `close()` stops it.
 *
 * Calls run one after the other: a call waits for the calls before it. When `start` and `stop` do not
 * wait, a call takes effect at once, so that a test in virtual time need not wait for its promise.
 */
export class Lifecycle<Running> {
  readonly #init: LifecycleInit<Running>;
  #count = 0;
  #running: Running | undefined;
  #hasBeenOpen = false;
  /** Ends with the last change that is under way. Never rejects. */
  #turn: Promise<void> | undefined;

  constructor(init: LifecycleInit<Running>) {
    this.#init = init;
  }

  /** The running part; `undefined` while the adapter is not open. */
  get running(): Running | undefined {
    return this.#running;
  }

  /**
   * The running part, for `operation`.
   *
   * @throws CollaborationError `NOT_INITIALIZED` when the adapter is not open.
   */
  use(operation: string): Running {
    if (this.#running !== undefined) return this.#running;
    throw new CollaborationError(
      'NOT_INITIALIZED',
      this.#hasBeenOpen
        ? `${operation}: the ${this.#init.name} adapter has been closed. Call open() to use it again.`
        : `${operation}: the ${this.#init.name} adapter is not open. Call open() first.`,
    );
  }

  /**
   * Rejects with a `CollaborationError` when the adapter cannot be started; that `open()` does not
   * count.
   */
  async open(): Promise<void> {
    return this.#inTurn('open', () => {
      if (this.#running !== undefined) {
        this.#count += 1;
        return undefined;
      }
      const started = this.#init.start();
      if (isPromiseLike(started)) return started.then((running) => this.#begin(running));
      this.#begin(started);
      return undefined;
    });
  }

  /**
   * Rejects with `NOT_INITIALIZED` when the adapter is not open. When `stop` rejects, this rejects with
   * that error; the adapter is closed even so.
   */
  async close(): Promise<void> {
    return this.#inTurn('close', () => {
      const running = this.use('close');
      this.#count -= 1;
      if (this.#count > 0) return undefined;
      this.#running = undefined;
      return this.#init.stop(running);
    });
  }

  /**
   * Ends the adapter as a crash does, without `stop`, however often it was opened. Gives the part that
   * was running.
   */
  abandon(): Running | undefined {
    const running = this.#running;
    this.#count = 0;
    this.#running = undefined;
    return running;
  }

  #begin(running: Running): void {
    this.#running = running;
    this.#count = 1;
    this.#hasBeenOpen = true;
  }

  /** Runs `change` at once, or after all changes before it. */
  async #inTurn(operation: string, change: () => void | PromiseLike<void>): Promise<void> {
    try {
      const pending = this.#turn === undefined ? change() : this.#turn.then(change);
      if (!isPromiseLike(pending)) return;
      const settled = Promise.resolve(pending);
      const turn: Promise<void> = settled
        .catch(() => undefined)
        .then(() => {
          if (this.#turn === turn) this.#turn = undefined;
        });
      this.#turn = turn;
      await settled;
    } catch (error) {
      throw toCollaborationError(operation, error);
    }
  }
}

function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | undefined)?.then === 'function';
}
