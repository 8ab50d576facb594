import type { SchedulerLike } from 'rxjs';

/** Carries messages from one address to another. No message overtakes another. */
export class Link {
  readonly #scheduler: SchedulerLike;
  /**
   * The deliveries under way, the oldest first. Each waits for its own delay, and for those before
   * it.
   */
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
