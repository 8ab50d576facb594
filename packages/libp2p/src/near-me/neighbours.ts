import { createHash } from 'node:crypto';
import type { Guid, PersonNearMe } from '@beckon/core';
import { FairRoom, monotonicNow } from '@beckon/core/adapter';
import type { SchedulerLike, Subscription } from 'rxjs';
import type { Announcement } from './announcement.ts';

/** The most people that are remembered. */
const PLACES = 1_000;
/** Nobody is remembered for longer without a new announcement. */
const MAX_TTL_SECONDS = 120;
/** A goodbye takes effect after this time. A person that is still there objects meanwhile (RFC 6762 §10.1). */
const GOODBYE_MS = 1_000;
/** A person that appears on another link is gone from the former one after this time without an answer there. */
const MOVED_MS = 5_000;
/** A record is asked for again at these parts of its lifetime. The last part is its end (RFC 6762 §5.2). */
const RENEWALS = [0.8, 0.85, 0.9, 0.95, 1] as const;

export interface NeighboursInit {
  readonly knows: (peerName: string) => boolean;
  readonly onPerson: (person: PersonNearMe) => void;
  readonly onGone: (id: Guid) => void;
  /** Asks on a link whether a person is still there. */
  readonly renew: (linkName: string, peerName: string) => void;
  readonly scheduler: SchedulerLike;
}

/** The people who were heard lately, and their links. */
export class Neighbours {
  readonly #init: NeighboursInit;
  readonly #people = new Map<string, Neighbour>();
  readonly #room: FairRoom<Neighbour>;

  constructor(init: NeighboursInit) {
    this.#init = init;
    this.#room = new FairRoom({ places: PLACES, evict: (neighbour) => this.#remove(neighbour) });
  }

  has(peerName: string): boolean {
    return this.#people.has(peerName);
  }

  /** The known people of a link, each with the seconds that are left. */
  *knownOn(linkName: string): Generator<readonly [string, number]> {
    for (const { peerName, sightings } of this.#people.values()) {
      const sighting = sightings.get(linkName);
      if (sighting === undefined) continue;
      yield [peerName, Math.max(0, Math.floor((sighting.expiresAt - this.#now()) / 1_000))];
    }
  }

  /** @param origin - The IP address of the sender. */
  heard(linkName: string, origin: string, announcement: Announcement, ttlSeconds: number): void {
    const { peerName } = announcement;
    const neighbour = this.#people.get(peerName) ?? this.#add(peerName, origin);
    if (neighbour === undefined) return;
    const isNewHere = !neighbour.sightings.has(linkName);
    this.#see(neighbour, linkName, announcement, Math.min(ttlSeconds, MAX_TTL_SECONDS) * 1_000);
    if (isNewHere) this.#doubtElsewhere(neighbour, linkName);
    this.#report(neighbour);
  }

  /** A goodbye for a person was heard. */
  goodbye(linkName: string, peerName: string): void {
    const neighbour = this.#people.get(peerName);
    const sighting = neighbour?.sightings.get(linkName);
    if (neighbour === undefined || sighting === undefined) return;
    const leftMs = sighting.expiresAt - this.#now();
    if (leftMs <= GOODBYE_MS) return;
    sighting.timer.unsubscribe();
    sighting.expiresAt = this.#now() + GOODBYE_MS;
    sighting.timer = this.#init.scheduler.schedule(
      () => this.#expire(neighbour, linkName),
      GOODBYE_MS,
    );
  }

  /** The link is gone. People who were only there are gone with it. */
  linkGone(linkName: string): void {
    for (const neighbour of [...this.#people.values()]) {
      const sighting = neighbour.sightings.get(linkName);
      if (sighting === undefined) continue;
      sighting.timer.unsubscribe();
      this.#expire(neighbour, linkName);
    }
  }

  close(): void {
    for (const { sightings } of this.#people.values()) {
      for (const { timer } of sightings.values()) timer.unsubscribe();
    }
    this.#people.clear();
  }

  #now(): number {
    return monotonicNow(this.#init.scheduler);
  }

  #add(peerName: string, origin: string): Neighbour | undefined {
    const neighbour: Neighbour = {
      peerName,
      id: idOf(peerName),
      sightings: new Map(),
      person: undefined,
    };
    const isKnown = this.#init.knows(peerName);
    if (!this.#room.take(neighbour, { peerName, origin, isKnown })) return undefined;
    this.#people.set(peerName, neighbour);
    return neighbour;
  }

  #see(neighbour: Neighbour, linkName: string, announcement: Announcement, timeMs: number): void {
    neighbour.sightings.get(linkName)?.timer.unsubscribe();
    neighbour.sightings.set(linkName, {
      announcement,
      expiresAt: this.#now() + timeMs,
      timer: this.#watch(neighbour, linkName, timeMs),
    });
  }

  /** A person has come to a link, and may have left the other links without a goodbye. */
  #doubtElsewhere(neighbour: Neighbour, linkName: string): void {
    for (const [other, { announcement, expiresAt }] of [...neighbour.sightings]) {
      if (other === linkName || expiresAt - this.#now() <= MOVED_MS) continue;
      this.#see(neighbour, other, announcement, MOVED_MS);
      this.#init.renew(other, neighbour.peerName);
    }
  }

  #watch(neighbour: Neighbour, linkName: string, timeMs: number, step = 0): Subscription {
    const [before, at] = [RENEWALS[step - 1] ?? 0, RENEWALS[step] ?? 1];
    return this.#init.scheduler.schedule(
      () => {
        if (step === RENEWALS.length - 1) return this.#expire(neighbour, linkName);
        const sighting = neighbour.sightings.get(linkName);
        if (sighting === undefined) return;
        sighting.timer = this.#watch(neighbour, linkName, timeMs, step + 1);
        this.#init.renew(linkName, neighbour.peerName);
      },
      (at - before) * timeMs,
    );
  }

  #expire(neighbour: Neighbour, linkName: string): void {
    neighbour.sightings.delete(linkName);
    if (neighbour.sightings.size > 0) return this.#report(neighbour);
    this.#room.delete(neighbour);
    this.#remove(neighbour);
  }

  #remove(neighbour: Neighbour): void {
    const { peerName, sightings, id } = neighbour;
    for (const { timer } of sightings.values()) timer.unsubscribe();
    sightings.clear();
    this.#people.delete(peerName);
    if (neighbour.person !== undefined) this.#init.onGone(id);
  }

  /** Reports the announcement of the link on which the person has been seen for longest. */
  #report(neighbour: Neighbour): void {
    const [first] = neighbour.sightings.values();
    if (first === undefined) return;
    const person = personOf(neighbour.id, first.announcement);
    if (neighbour.person !== undefined && isSame(neighbour.person, person)) return;
    neighbour.person = person;
    this.#init.onPerson(person);
  }
}

/** One person, on the links where they were heard. */
interface Neighbour {
  readonly peerName: string;
  readonly id: Guid;
  readonly sightings: Map<string, Sighting>;
  /** The person as last reported. */
  person: PersonNearMe | undefined;
}

interface Sighting {
  readonly announcement: Announcement;
  expiresAt: number;
  timer: Subscription;
}

function personOf(id: Guid, { peerName, name, addresses }: Announcement): PersonNearMe {
  const [address = ''] = addresses;
  return Object.freeze({
    id,
    nickname: name ?? peerName,
    endpoint: Object.freeze({ address, ...(name === undefined ? {} : { name }) }),
  });
}

function isSame(person: PersonNearMe, other: PersonNearMe): boolean {
  return person.nickname === other.nickname && person.endpoint.address === other.endpoint.address;
}

/** A GUID that depends on the identity only, and is different for each (RFC 9562 §5.8). */
function idOf(peerName: string): Guid {
  const bytes = createHash('sha256').update(`beckon person near me ${peerName}`).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Guid;
}
