import type { SchedulerLike } from 'rxjs';
import { type Duration, drawDuration } from './duration.ts';
import type { FaultList } from './fault-list.ts';
import type { Message } from './message.ts';
import { unreachable } from './unreachable.ts';

/** Who reads messages at an address. */
export interface Station {
  receive(message: Message, from: string): void;
  /** Ends at once, as if its process had died. */
  crash(): void;
}

/** Carries messages between addresses: late, in order on each link, and not always. */
export class Transport {
  readonly #scheduler: SchedulerLike;
  readonly #latency: Duration;
  readonly #random: () => number;
  readonly #faults: FaultList;
  readonly #stationAt: (address: string) => Station | undefined;
  readonly #links = new Map<string, Link>();

  constructor(init: {
    readonly scheduler: SchedulerLike;
    readonly latency: Duration;
    readonly random: () => number;
    readonly faults: FaultList;
    readonly stationAt: (address: string) => Station | undefined;
  }) {
    this.#scheduler = init.scheduler;
    this.#latency = init.latency;
    this.#random = init.random;
    this.#faults = init.faults;
    this.#stationAt = init.stationAt;
  }

  send(from: string, to: string, message: Message): void {
    const fate = this.#faults.fateOf(message.kind, from, to);
    if (fate.isDropped) return;
    const delayMs = drawDuration(this.#latency, this.#random) + fate.delayMs;
    this.#link(from, to).deliverAfter(delayMs, () => {
      let station = this.#stationAt(to);
      if (fate.crashesReceiver) {
        station?.crash();
        station = undefined;
      }
      if (station !== undefined) station.receive(message, from);
      else if (message.kind === 'invitation') this.send(to, from, unreachable(message.id));
    });
  }

  #link(from: string, to: string): Link {
    const name = `${from} ${to}`;
    let link = this.#links.get(name);
    if (link === undefined) this.#links.set(name, (link = new Link(this.#scheduler)));
    return link;
  }
}

/** One direction between two addresses. Nothing overtakes. */
class Link {
  readonly #scheduler: SchedulerLike;
  readonly #onTheWay: (() => void)[] = [];
  #lastArrivalAt = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  deliverAfter(delayMs: number, deliver: () => void): void {
    const now = this.#scheduler.now();
    this.#lastArrivalAt = Math.max(now + delayMs, this.#lastArrivalAt);
    this.#onTheWay.push(deliver);
    // Timers that are due together may fire in any order: each brings the oldest message.
    this.#scheduler.schedule(() => this.#onTheWay.shift()?.(), this.#lastArrivalAt - now);
  }
}
