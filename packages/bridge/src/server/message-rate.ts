import type { SchedulerLike } from 'rxjs';

/**
 * A leaky bucket: messages fill it, and it drains at `perSecond`. Over one second's worth calls are
 * to be refused; over two the other side does not listen, and is to be disconnected.
 */
export class MessageRate {
  readonly #perSecond: number;
  readonly #scheduler: SchedulerLike;
  #level = 0;
  #updatedAt: number;

  constructor(perSecond: number, scheduler: SchedulerLike) {
    this.#perSecond = perSecond;
    this.#scheduler = scheduler;
    this.#updatedAt = scheduler.now();
  }

  count(): void {
    const now = this.#scheduler.now();
    // A clock that is set back drains nothing.
    const drained = (Math.max(0, now - this.#updatedAt) / 1000) * this.#perSecond;
    this.#level = Math.max(0, this.#level - drained) + 1;
    this.#updatedAt = now;
  }

  get isOver(): boolean {
    return this.#level > this.#perSecond;
  }

  get isFlooded(): boolean {
    return this.#level > 2 * this.#perSecond;
  }
}
