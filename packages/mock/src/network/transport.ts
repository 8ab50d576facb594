import type { SchedulerLike } from 'rxjs';
import { type Duration, drawDuration } from './duration.ts';
import type { FaultList } from './fault-list.ts';
import { Link } from './link.ts';
import type { Message } from './message.ts';

/** Who reads messages at an address. */
export interface Station {
  receive(message: Message): void;
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
    const faults = this.#faults.forMessage(message.kind, from, to);
    if (faults.isDropped) return;
    const delayMs = drawDuration(this.#latency, this.#random) + faults.delayMs;
    this.#link(from, to).deliverAfter(delayMs, () => {
      let station = this.#stationAt(to);
      if (faults.crashesReceiver) {
        station?.crash();
        station = undefined;
      }
      if (station !== undefined) station.receive(message);
      else if (message.kind === 'invite') {
        this.send(to, from, { kind: 'failure', id: message.id, reason: 'unreachable' });
      }
    });
  }

  #link(from: string, to: string): Link {
    const name = `${from} ${to}`;
    let link = this.#links.get(name);
    if (link === undefined) this.#links.set(name, (link = new Link(this.#scheduler)));
    return link;
  }
}
