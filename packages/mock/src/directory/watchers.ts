import type { Application, CollaborationEvent, CollaborationObject, Presence } from '@beckon/core';
import { peerNameOf } from '../network/address.ts';
import type { Member } from '../network/member.ts';
import type { DirectoryFrame, EndpointChange, EndpointState } from '../network/message.ts';
import { type Place, placesOf } from '../visibility.ts';

/** The arguments of {@link Watchers}. */
export interface WatchersInit {
  readonly member: Member;
  /** The places in which a peer sees this side now; none when it may not see it. */
  readonly placesSeenBy: (peerName: string) => readonly Place[];
  readonly presence: () => Presence;
  readonly applications: () => readonly Application[];
  readonly objects: () => readonly CollaborationObject[];
  readonly send: (to: string, frame: DirectoryFrame) => void;
}

/** The endpoints that watch one side of the network. */
export class Watchers {
  readonly #init: WatchersInit;
  /** The places in which each watcher was told the state last, by its address. */
  readonly #toldPlaces = new Map<string, readonly Place[]>();

  constructor(init: WatchersInit) {
    this.#init = init;
  }

  receive(from: string, type: 'watch' | 'unwatch' | 'refresh'): void {
    switch (type) {
      case 'watch':
        return this.#tellState(from, this.#placesFor(from));
      case 'unwatch':
        this.#toldPlaces.delete(from);
        return;
      case 'refresh': {
        const places = this.#placesFor(from);
        const state = places.length === 0 ? undefined : this.#state(places);
        return this.#init.send(from, { type: 'snapshot', state });
      }
    }
  }

  /** Must be called when somebody may see more or less than before. */
  review(): void {
    for (const [watcher, told] of [...this.#toldPlaces]) {
      const places = this.#placesFor(watcher);
      if (places.join() !== told.join()) this.#tellState(watcher, places);
    }
  }

  /** Must be called after each change of this side, with its `my…` event. */
  tell(event: CollaborationEvent): void {
    const change = asSeenFromOutside(event);
    if (change === undefined) return;
    const { endpoint } = this.#init.member;
    for (const [watcher, places] of this.#toldPlaces) {
      if (!isSeen(change, places)) continue;
      this.#init.send(watcher, { type: 'changed', endpoint, change });
    }
  }

  /** Tells all watchers that this side is gone. */
  end(): void {
    for (const [watcher, places] of this.#toldPlaces) {
      if (places.length > 0) this.#init.send(watcher, { type: 'gone' });
    }
    this.#toldPlaces.clear();
  }

  #placesFor(watcher: string): readonly Place[] {
    return this.#init.placesSeenBy(peerNameOf('watch', 'from', watcher));
  }

  #tellState(watcher: string, places: readonly Place[]): void {
    this.#toldPlaces.set(watcher, places);
    this.#init.send(
      watcher,
      places.length === 0 ? { type: 'gone' } : { type: 'state', state: this.#state(places) },
    );
  }

  #state(places: readonly Place[]): EndpointState {
    const { member, presence, applications, objects } = this.#init;
    return {
      endpoint: member.endpoint,
      contact: member.contact,
      presence: presence(),
      applications: applications(),
      objects: objects().filter((object) => isPublishedIn(object, places)),
    };
  }
}

function isPublishedIn(object: CollaborationObject, places: readonly Place[]): boolean {
  return placesOf(object.publicationScope).some((place) => places.includes(place));
}

/** Whether a watcher who sees this side in `places` is told of a change. */
function isSeen(change: EndpointChange, places: readonly Place[]): boolean {
  if (places.length === 0) return false;
  return change.type !== 'endpointObjectChanged' || isPublishedIn(change.object, places);
}

function asSeenFromOutside(event: CollaborationEvent): EndpointChange | undefined {
  if (event.type === 'myEndpointChanged') return { type: 'endpointChanged' };
  if (event.type === 'myPresenceChanged' && event.presence !== undefined) {
    const { change, presence } = event;
    return { type: 'endpointPresenceChanged', change, presence };
  }
  if (event.type === 'myApplicationChanged' && event.application !== undefined) {
    const { change, application } = event;
    return { type: 'endpointApplicationChanged', change, application };
  }
  if (event.type === 'myObjectChanged' && event.object !== undefined) {
    const { change, object } = event;
    return { type: 'endpointObjectChanged', change, object };
  }
  return undefined;
}
