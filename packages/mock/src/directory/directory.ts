import type { Application, CollaborationEvent } from '@beckon/core';
import { EventFeed, OwnPresence, PublishedObjects, type Place } from '@beckon/core/adapter';
import { PeopleNearMe } from '../near-me/people-near-me.ts';
import type { Member } from '../network/member.ts';
import type {
  DirectoryFrame,
  DirectoryMessage,
  Message,
  NearMeMessage,
} from '../network/message.ts';
import { Visibility } from '../visibility.ts';
import { WatchedEndpoints } from './watched-endpoints.ts';
import { Watchers } from './watchers.ts';

/** The arguments of {@link Directory}. */
export interface DirectoryInit {
  readonly member: Member;
  readonly applications: () => readonly Application[];
  /** The places in which a peer may see this side, when this side is signed in there. */
  readonly placesOpenTo: (peerName: string) => readonly Place[];
  /** Whether this side watches a contact. */
  readonly isWatched: (peerName: string) => boolean;
  /** The addresses at which somebody is now. */
  readonly addresses: () => readonly string[];
  readonly send: (to: string, message: Message) => void;
}

/** What one side shows of itself, and what it sees of others, while it is open. */
export class Directory {
  readonly events = new EventFeed();
  readonly presence = new OwnPresence((event) => this.changed(event));
  readonly objects = new PublishedObjects((event) => this.changed(event));
  readonly visibility = new Visibility((changed) => this.#visibilityChanged(changed));
  readonly peopleNearMe: PeopleNearMe;
  readonly watched: WatchedEndpoints;
  readonly #watchers: Watchers;
  readonly #init: DirectoryInit;

  constructor(init: DirectoryInit) {
    const { member, applications, addresses, isWatched } = init;
    this.#init = init;
    const emit = (event: CollaborationEvent): void => this.events.emit(event);
    this.peopleNearMe = new PeopleNearMe({ member, addresses, send: init.send, emit });
    this.watched = new WatchedEndpoints({
      send: (to, frame) => this.#send(to, frame),
      emit,
      addresses,
      isWatched,
    });
    this.#watchers = new Watchers({
      member,
      placesSeenBy: (peerName) =>
        init.placesOpenTo(peerName).filter((place) => this.visibility.isIn(place)),
      presence: () => this.presence.value,
      applications,
      objects: () => this.objects.list(),
      send: (to, frame) => this.#send(to, frame),
    });
  }

  /** Must be called when others can send to this side. */
  arrive(): void {
    for (const address of this.#init.addresses()) {
      if (address !== this.#init.member.address) this.#send(address, { type: 'arrived' });
    }
    this.watched.reviewContacts();
  }

  /** Must be called with each `my…` event of this side. */
  changed(event: CollaborationEvent): void {
    this.events.emit(event);
    this.#watchers.tell(event);
    if (event.type === 'myEndpointChanged') this.peopleNearMe.rename();
  }

  /** Must be called when the contact list has changed. */
  contactsChanged(): void {
    this.#watchers.review();
    this.watched.reviewContacts();
  }

  receive(message: DirectoryMessage | NearMeMessage): void {
    if (message.kind === 'nearMe') return this.peopleNearMe.receive(message);
    const { from, frame } = message;
    switch (frame.type) {
      case 'watch':
      case 'unwatch':
      case 'refresh':
        return this.#watchers.receive(from, frame.type);
      default:
        return this.watched.receive(from, frame);
    }
  }

  /** Tells the others that this side is gone. */
  end(): void {
    this.events.end();
    this.#watchers.end();
    this.peopleNearMe.leave();
  }

  #visibilityChanged(changed: readonly Place[]): void {
    if (changed.includes('nearMe')) {
      const isNear = this.visibility.isIn('nearMe');
      this.events.emit({ type: 'peopleNearMeChanged', change: isNear ? 'added' : 'deleted' });
      if (isNear) this.peopleNearMe.enter();
      else this.peopleNearMe.leave();
    }
    this.#watchers.review();
    if (this.visibility.scope !== 'none') return;
    this.presence.reset();
    this.objects.clear();
  }

  #send(to: string, frame: DirectoryFrame): void {
    const { member, send } = this.#init;
    send(to, { kind: 'directory', from: member.address, frame });
  }
}
