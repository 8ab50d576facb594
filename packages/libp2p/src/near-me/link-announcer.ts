import { monotonicNow, TokenBucket } from '@beckon/core/adapter';
import type { SchedulerLike, Subscription } from 'rxjs';
import { announcementPacket, type Service } from './packets.ts';

/** A record is sent on a link at most once in this time, however many ask for it (RFC 6762 §6). */
const PACE_MS = 1_000;
/** Five changes in a row are sent at once, and then one each second. */
const RATE_OF_CHANGES = { burst: 5, perSecond: 1 };
/** An answer waits for a random time within these limits, so that not everybody answers at once. */
const ANSWER_MS = { least: 20, most: 120 } as const;

export interface LinkAnnouncerInit {
  readonly ttlSeconds: number;
  readonly send: (packet: Buffer) => void;
  readonly scheduler: SchedulerLike;
}

/** Announces this side on one link. */
export class LinkAnnouncer {
  readonly #init: LinkAnnouncerInit;
  readonly #changes: TokenBucket;
  #service: Service | undefined;
  /** Announcements that are still to be repeated: each change is announced twice, because a packet can be lost. */
  #repeats = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #timer: Subscription | undefined;
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(init: LinkAnnouncerInit) {
    this.#init = init;
    this.#changes = new TokenBucket(RATE_OF_CHANGES, () => monotonicNow(init.scheduler));
  }

  /** `undefined` while nothing is announced. */
  get service(): Service | undefined {
    return this.#service;
  }

  /** Announces a service if it has changed, or says goodbye for `undefined`. */
  update(service: Service | undefined): void {
    if (service === undefined) return this.goodbye();
    if (this.#service !== undefined && isSame(this.#service, service)) return;
    this.#service = service;
    this.#repeats = 1;
    if (this.#changes.take()) this.#sentAt = Number.NEGATIVE_INFINITY;
    this.#sendIn(0);
  }

  /** Another host has asked for the service, or contradicts it. */
  answer(): void {
    const { least, most } = ANSWER_MS;
    if (this.#service !== undefined) this.#sendIn(least + Math.random() * (most - least));
  }

  goodbye(): void {
    const service = this.#service;
    this.#timer?.unsubscribe();
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#service = undefined;
    if (service !== undefined) this.#init.send(announcementPacket(service, 0));
  }

  /** The link is gone. */
  close(): void {
    this.#timer?.unsubscribe();
    this.#service = undefined;
  }

  #sendIn(delayMs: number): void {
    const { scheduler } = this.#init;
    const now = monotonicNow(scheduler);
    const at = Math.max(now + delayMs, this.#sentAt + PACE_MS);
    if (at >= this.#dueAt) return;
    this.#timer?.unsubscribe();
    this.#dueAt = at;
    this.#timer = scheduler.schedule(() => this.#send(), at - now);
  }

  #send(): void {
    const { ttlSeconds, send, scheduler } = this.#init;
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#sentAt = monotonicNow(scheduler);
    if (this.#service !== undefined) send(announcementPacket(this.#service, ttlSeconds));
    if (this.#repeats === 0) return;
    this.#repeats -= 1;
    this.#sendIn(PACE_MS);
  }
}

function isSame(service: Service, other: Service): boolean {
  return announcementPacket(service, 0).equals(announcementPacket(other, 0));
}
