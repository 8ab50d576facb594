import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';

/** How the inside of an adapter begins and ends. */
export interface LifecycleInit<Running> {
  /** Name of the adapter, for messages. */
  readonly name: string;
  /** Makes what is there while the adapter is open. At once, or in a promise. */
  readonly start: () => Running | PromiseLike<Running>;
  /** Ends it. What it begins before its first wait has happened when `close()` returns. */
  readonly stop: (running: Running) => void | PromiseLike<void>;
}

/**
 * Counts `open()` and `close()` of an adapter. What the adapter needs while it is open is started by the
 * first `open()` and stopped by the last `close()`.
 *
 * The two take their turns: one that comes while another is under way waits for it. Without a wait in
 * `start` and `stop` they take effect at the call, so that a test in virtual time need not wait for
 * their promises.
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

  /** What is there while the adapter is open. */
  get running(): Running | undefined {
    return this.#running;
  }

  /**
   * What is there while the adapter is open, for `operation`.
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

  /** Rejects with a `CollaborationError` when the adapter cannot be started; it then does not count. */
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

  /** Rejects with `NOT_INITIALIZED` when the adapter is not open, and with what `stop` rejects with; then too it is closed. */
  async close(): Promise<void> {
    return this.#inTurn('close', () => {
      const running = this.use('close');
      this.#count -= 1;
      if (this.#count > 0) return undefined;
      this.#running = undefined;
      return this.#init.stop(running);
    });
  }

  /** Ends it as a crash does, however often it was opened: without `stop`. Gives what was running. */
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

  /** Runs `change` at once, or after all that came before. */
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
