import type { Application, CollaborationEvent, CollaborationObject, Presence } from '@beckon/core';
import { type Place, placesOf } from '@beckon/core/adapter';
import { peerNameOf } from '../network/address.ts';
import type { Member } from '../network/member.ts';
import type { DirectoryFrame, EndpointChange, EndpointState } from '../network/message.ts';

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

/** What a watcher was told. */
interface Told {
  /** The places in which it sees this side. Without any, it sees nothing. */
  readonly places: readonly Place[];
  /** The objects that it sees. */
  readonly objects: Map<string, CollaborationObject>;
}

/** The endpoints that watch one side of the network. */
export class Watchers {
  readonly #init: WatchersInit;
  /** By the address of the watcher. */
  readonly #told = new Map<string, Told>();

  constructor(init: WatchersInit) {
    this.#init = init;
  }

  receive(from: string, type: 'watch' | 'unwatch' | 'refresh'): void {
    switch (type) {
      case 'watch':
        return this.#tellState(from, this.#placesFor(from));
      case 'unwatch':
        this.#told.delete(from);
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
    for (const [watcher, told] of [...this.#told]) {
      const places = this.#placesFor(watcher);
      if (places.join() !== told.places.join()) this.#tellState(watcher, places);
    }
  }

  /** Must be called after each change of this side, with its `my…` event. */
  tell(event: CollaborationEvent): void {
    const change = asSeenFromOutside(event);
    if (change === undefined) return;
    const { endpoint } = this.#init.member;
    for (const [watcher, told] of this.#told) {
      if (told.places.length === 0) continue;
      const seen = change.type === 'endpointObjectChanged' ? asSeenBy(told, change) : change;
      if (seen !== undefined) this.#init.send(watcher, { type: 'changed', endpoint, change: seen });
    }
  }

  /** Tells all watchers that this side is gone. */
  end(): void {
    for (const [watcher, { places }] of this.#told) {
      if (places.length > 0) this.#init.send(watcher, { type: 'gone' });
    }
    this.#told.clear();
  }

  #placesFor(watcher: string): readonly Place[] {
    return this.#init.placesSeenBy(peerNameOf('watch', 'from', watcher));
  }

  #tellState(watcher: string, places: readonly Place[]): void {
    if (places.length === 0) {
      this.#told.set(watcher, { places, objects: new Map() });
      return this.#init.send(watcher, { type: 'gone' });
    }
    const state = this.#state(places);
    this.#told.set(watcher, {
      places,
      objects: new Map(state.objects.map((each) => [each.id, each])),
    });
    this.#init.send(watcher, { type: 'state', state });
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

/**
 * The change of an object for one watcher. An object that is published anew in other places comes or goes
 * for the watcher.
 */
function asSeenBy(
  { places, objects }: Told,
  { type, change, object }: Extract<EndpointChange, { readonly type: 'endpointObjectChanged' }>,
): EndpointChange | undefined {
  const before = objects.get(object.id);
  if (change !== 'deleted' && isPublishedIn(object, places)) {
    objects.set(object.id, object);
    return { type, change: before === undefined ? 'added' : 'updated', object };
  }
  objects.delete(object.id);
  // What the watcher may not see is not sent.
  return before === undefined ? undefined : { type, change: 'deleted', object: before };
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
