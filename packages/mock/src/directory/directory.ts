import type { CollaborationEvent } from '@beckon/core';
import {
  type ApplicationRegistry,
  ChangeFeed,
  type ContactList,
  OwnPresence,
  PublishedObjects,
} from '@beckon/core/adapter';
import { PeopleNearMe } from '../near-me/people-near-me.ts';
import type { Member } from '../network/member.ts';
import type {
  DirectoryFrame,
  DirectoryMessage,
  Message,
  NearMeMessage,
} from '../network/message.ts';
import { type Place, Visibility } from '../visibility.ts';
import { WatchedEndpoints } from './watched-endpoints.ts';
import { Watchers } from './watchers.ts';

/** The arguments of {@link Directory}. */
export interface DirectoryInit {
  readonly member: Member;
  readonly contacts: ContactList;
  readonly registry: ApplicationRegistry;
  /** The addresses at which somebody is now. */
  readonly addresses: () => readonly string[];
  readonly send: (to: string, message: Message) => void;
}

/**
 * What one side shows of itself, and what it sees of others, while it is open.
 *
 * A peer may watch this side when this side is signed in near me, because the whole network is one subnet,
 * or signed in to the internet with the peer as a contact that `canWatchMe`. A blocked contact never may.
 */
export class Directory {
  readonly events = new ChangeFeed<CollaborationEvent>();
  readonly presence = new OwnPresence((event) => this.changed(event));
  readonly objects = new PublishedObjects((event) => this.changed(event));
  readonly visibility = new Visibility((place) => this.#visibilityChanged(place));
  readonly peopleNearMe: PeopleNearMe;
  readonly watched: WatchedEndpoints;
  readonly #watchers: Watchers;
  readonly #init: DirectoryInit;

  constructor(init: DirectoryInit) {
    const { member, registry, contacts, addresses } = init;
    this.#init = init;
    const emit = (event: CollaborationEvent): void => this.events.emit(event);
    this.peopleNearMe = new PeopleNearMe({ member, addresses, send: init.send, emit });
    this.watched = new WatchedEndpoints({
      send: (to, frame) => this.#send(to, frame),
      emit,
      addresses,
      isWatched: (peerName) =>
        contacts.has(peerName) && contacts.get('watch', peerName).isWatched === true,
    });
    this.#watchers = new Watchers({
      member,
      placesSeenBy: (peerName) => this.#placesSeenBy(peerName),
      presence: () => this.presence.value,
      applications: () => registry.applications(),
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

  #placesSeenBy(peerName: string): readonly Place[] {
    const { contacts } = this.#init;
    const contact = contacts.has(peerName) ? contacts.get('watch', peerName) : undefined;
    if (contact?.isBlocked === true) return [];
    const mayWatch = { nearMe: true, internet: contact?.canWatchMe === true };
    return (['nearMe', 'internet'] as const).filter(
      (place) => this.visibility.isIn(place) && mayWatch[place],
    );
  }

  #visibilityChanged(place: Place): void {
    const isIn = this.visibility.isIn(place);
    if (place === 'nearMe') {
      this.events.emit({ type: 'peopleNearMeChanged', change: isIn ? 'added' : 'deleted' });
      if (isIn) this.peopleNearMe.enter();
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
