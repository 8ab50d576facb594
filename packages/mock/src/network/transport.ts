import type { SchedulerLike } from 'rxjs';
import { type Duration, drawDuration } from './duration.ts';
import type { FaultList } from './fault-list.ts';
import { Link } from './link.ts';
import type { Message } from './message.ts';

/** Receives the messages to an address. */
export interface Receiver {
  receive(message: Message): void;
  /** Ends this side at once, as if its process had died. */
  crash(): void;
}

/**
 * Carries messages between addresses, in order on each link. Latency and faults delay or drop them.
 */
export class Transport {
  readonly #scheduler: SchedulerLike;
  readonly #latency: Duration;
  readonly #random: () => number;
  readonly #faults: FaultList;
  readonly #receiverAt: (address: string) => Receiver | undefined;
  readonly #links = new Map<string, Link>();

  constructor(init: {
    readonly scheduler: SchedulerLike;
    readonly latency: Duration;
    readonly random: () => number;
    readonly faults: FaultList;
    readonly receiverAt: (address: string) => Receiver | undefined;
  }) {
    this.#scheduler = init.scheduler;
    this.#latency = init.latency;
    this.#random = init.random;
    this.#faults = init.faults;
    this.#receiverAt = init.receiverAt;
  }

  send(from: string, to: string, message: Message): void {
    const faults = this.#faults.forMessage(message.kind, from, to);
    if (faults.isDropped) return;
    const delayMs = drawDuration(this.#latency, this.#random) + faults.delayMs;
    this.#link(from, to).deliverAfter(delayMs, () => {
      let receiver = this.#receiverAt(to);
      if (faults.crashesReceiver) {
        receiver?.crash();
        receiver = undefined;
      }
      if (receiver !== undefined) receiver.receive(message);
      else this.#bounce(from, to, message);
    });
  }

  /** Tells the side that began something that nobody is at the address. */
  #bounce(from: string, to: string, message: Message): void {
    if (message.kind === 'invite') {
      this.send(to, from, { kind: 'failure', id: message.id, reason: 'unreachable' });
    } else if (message.kind === 'channel' && message.frame.type === 'open') {
      const frame = { type: 'nobody', to: message.frame.session } as const;
      this.send(to, from, { kind: 'channel', id: message.id, from: to, frame });
    } else if (message.kind === 'directory' && message.frame.type === 'watch') {
      this.send(to, from, { kind: 'directory', from: to, frame: { type: 'gone' } });
    } else if (message.kind === 'directory' && message.frame.type === 'refresh') {
      const frame = { type: 'snapshot', state: undefined } as const;
      this.send(to, from, { kind: 'directory', from: to, frame });
    }
  }

  #link(from: string, to: string): Link {
    const name = `${from} ${to}`;
    let link = this.#links.get(name);
    if (link === undefined) this.#links.set(name, (link = new Link(this.#scheduler)));
    return link;
  }
}
