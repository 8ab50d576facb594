import { CollaborationError } from '../errors/collaboration-error.ts';

/**
 * Distributes changes to any number of queues. Each queue holds the changes since it was opened that
 * have not been taken. An adapter makes a `ChangeQueue` of the contract from a {@link FeedQueue}, in its
 * own kind of reply.
 */
export class ChangeFeed<Change> {
  readonly #queues = new Map<FeedQueue<Change>, (change: Change) => boolean>();
  readonly #onUnused: () => void;

  /** @param onUnused - Called each time when the last queue is closed. */
  constructor(onUnused: () => void = () => undefined) {
    this.#onUnused = onUnused;
  }

  /**
   * Opens a queue.
   *
   * @param signal - Called after each change.
   * @param initial - The changes that the queue begins with. `signal` is called once when there are any.
   * @param wants - Selects the changes for the queue. Default: all.
   */
  open(
    signal: () => void,
    initial: readonly Change[] = [],
    wants: (change: Change) => boolean = () => true,
  ): FeedQueue<Change> {
    const queue: FeedQueue<Change> = new FeedQueue(signal, initial, () => {
      this.#queues.delete(queue);
      if (this.#queues.size === 0) this.#onUnused();
    });
    this.#queues.set(queue, wants);
    if (initial.length > 0) signal();
    return queue;
  }

  /**
   * Appends a change to every queue that wants it.
   *
   * @param undone - An earlier change that this change undoes. A queue where it still waits gives neither.
   */
  emit(change: Change, undone?: Change): void {
    for (const [queue, wants] of [...this.#queues]) {
      if (wants(change)) queue.push(change, undone);
    }
  }

  /** Ends all queues, as the adapter is closed. They give nothing more, and closing them does nothing. */
  end(): void {
    for (const queue of this.#queues.keys()) queue.end();
    this.#queues.clear();
  }
}

/** The changes that one listener has not taken yet. */
export class FeedQueue<Change> {
  readonly #signal: () => void;
  readonly #onClose: () => void;
  #waiting: Change[];
  #state: 'open' | 'closed' | 'ended' = 'open';

  constructor(signal: () => void, initial: readonly Change[], onClose: () => void) {
    this.#signal = signal;
    this.#onClose = onClose;
    this.#waiting = [...initial];
  }

  push(change: Change, undone?: Change): void {
    // The signal of another queue can have closed this one.
    if (this.#state !== 'open') return;
    const waiting = undone === undefined ? -1 : this.#waiting.indexOf(undone);
    if (waiting >= 0) {
      this.#waiting.splice(waiting, 1);
      return;
    }
    this.#waiting.push(change);
    this.#signal();
  }

  /**
   * The oldest change, or `undefined`.
   *
   * @throws CollaborationError `CLOSED` after {@link close}, `NOT_INITIALIZED` when the adapter is closed.
   */
  take(operation: string): Change | undefined {
    if (this.#state === 'closed') throw closed(operation);
    if (this.#state === 'ended') {
      throw new CollaborationError(
        'NOT_INITIALIZED',
        `${operation}: the adapter of this change queue has been closed.`,
      );
    }
    return this.#waiting.shift();
  }

  /** @throws CollaborationError `CLOSED` the second time. Does nothing when the adapter has been closed. */
  close(operation: string): void {
    if (this.#state === 'closed') throw closed(operation);
    const isOpen = this.#state === 'open';
    this.#state = 'closed';
    this.#waiting = [];
    if (isOpen) this.#onClose();
  }

  /** The adapter has been closed. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#waiting = [];
  }
}

function closed(operation: string): CollaborationError {
  return new CollaborationError('CLOSED', `${operation}: the change queue is closed.`);
}
