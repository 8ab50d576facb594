import type { SchedulerLike } from 'rxjs';

/** One direction between two addresses. Nothing overtakes. */
export class Link {
  readonly #scheduler: SchedulerLike;
  /** The oldest first. Each waits for its own delay, and for those before it. */
  readonly #onTheWay: { isDue: boolean; readonly deliver: () => void }[] = [];

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  deliverAfter(delayMs: number, deliver: () => void): void {
    const delivery = { isDue: false, deliver };
    this.#onTheWay.push(delivery);
    this.#scheduler.schedule(() => {
      delivery.isDue = true;
      this.#deliverDue();
    }, delayMs);
  }

  #deliverDue(): void {
    while (this.#onTheWay[0]?.isDue === true) this.#onTheWay.shift()?.deliver();
  }
}
