import { CollaborationError } from '@beckon/core';

/**
 * A resource at the DLL that is released once: by its holder, or by the last `close()` of the adapter.
 */
export abstract class Held {
  readonly #all: Set<Held>;
  readonly #kind: string;
  #state: 'open' | 'closed' | 'ended' = 'open';

  /**
   * @param all - Every resource that the running adapter must release.
   * @param kind - The name of the handle in the contract, for messages.
   */
  constructor(all: Set<Held>, kind: string) {
    this.#all = all;
    this.#kind = kind;
    all.add(this);
  }

  /** Whether the system releases it when the process ends, so that the adapter need not. */
  get endsWithProcess(): boolean {
    return false;
  }

  /** Whether the adapter was closed before this resource. */
  get isEnded(): boolean {
    return this.#state === 'ended';
  }

  /** Closes it, once. Does nothing when the adapter has been closed. */
  async close(): Promise<void> {
    if (this.#state === 'ended') return;
    this.checkOpen('close');
    this.#state = 'closed';
    this.#all.delete(this);
    const released = this.release();
    // Most resources are released at once. There may be very many, so nothing is awaited for these.
    if (released !== undefined) await released;
  }

  /** Ends it because the adapter is closed. @throws CollaborationError when the DLL refuses. */
  end(): void | PromiseLike<void> {
    this.#state = 'ended';
    this.#all.delete(this);
    return this.release();
  }

  /** Releases the resource at the DLL. */
  protected abstract release(): void | PromiseLike<void>;

  /** @throws CollaborationError `CLOSED`. */
  protected checkOpen(functionName: string): void {
    if (this.#state === 'open') return;
    throw new CollaborationError(
      'CLOSED',
      this.#state === 'ended'
        ? `${this.#kind}.${functionName}: the native adapter has been closed.`
        : `${this.#kind}.${functionName}: it has been closed.`,
    );
  }
}
