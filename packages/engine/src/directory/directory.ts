import {
  type Application,
  CollaborationError,
  type CollaborationEvent,
  type Contact,
  type Guid,
} from '@beckon/core';
import {
  type EventFeed,
  OwnPresence,
  PublishedObjects,
  RateLimiter,
  type RateLimit,
  type Place,
} from '@beckon/core/adapter';
import type { EngineCounters } from '../counters.ts';
import type { Deadlines } from '../deadlines.ts';
import type { ExchangeLink } from '../link/exchange.ts';
import type { PeopleNearMe } from '../near-me/people-near-me.ts';
import { type DirectoryMessage, MAX_SHOWN_CARD_UNITS } from '../wire/directory-message.ts';
import { DirectoryExchange } from './directory-exchange.ts';
import { PeerWatch } from './peer-watch.ts';
import { type ItemKey, ShownItems } from './shown-items.ts';
import { Visibility } from './visibility.ts';
import type { PeerPlace, PeerRoutes } from './peer-follower.ts';
import type { SeenEndpoint } from './peer-state.ts';
import { WatchedContacts } from './watched-contacts.ts';
import { WatchedEndpoints } from './watched-endpoints.ts';
import { Watcher } from './watcher.ts';

export interface DirectoryInit {
  /** The current name of this side. */
  readonly endpointName: () => string | undefined;
  /** The contact card of this side. */
  readonly card: () => PromiseLike<string>;
  /** The applications that can be run here. */
  readonly applications: (applicationId?: Guid) => readonly Application[];
  readonly peopleNearMe: PeopleNearMe | undefined;
  readonly isNearMe: (peerName: string) => boolean;
  /** Whether a peer may watch this side wherever it is. */
  readonly mayWatch: (peerName: string) => boolean;
  readonly blocks: (peerName: string) => boolean;
  /** The contacts that this side watches. */
  readonly watchList: () => readonly Contact[];
  /** The places where a contact may be now, the best first. */
  readonly placesOf: (contact: Contact) => readonly PeerPlace[];
  readonly contactOf: (peerName: string) => Contact;
  readonly routes: PeerRoutes;
  readonly events: EventFeed;
  /** How often one peer may begin to watch. */
  readonly rate: RateLimit;
  readonly answerTimeoutMs: number;
  readonly deadlines: Deadlines;
  readonly counters: EngineCounters;
}

/** The data that this side shows to others, and the data that it sees of them. */
export class Directory {
  readonly presence = new OwnPresence((event) => this.#changed(event));
  readonly objects = new PublishedObjects((event) => this.#changed(event));
  readonly visibility: Visibility;
  readonly watched: WatchedEndpoints;
  readonly watchedContacts: WatchedContacts;
  readonly #init: DirectoryInit;
  readonly #items = new ShownItems();
  readonly #exchanges = new Set<DirectoryExchange>();
  readonly #rate: RateLimiter;
  #card: string | undefined;

  constructor(init: DirectoryInit) {
    this.#init = init;
    const { peopleNearMe, events, rate, deadlines } = init;
    this.#rate = new RateLimiter(rate, deadlines.now);
    this.visibility = new Visibility({
      peopleNearMe,
      events,
      prepare: () => this.#loadCard(),
      onChange: () => this.#visibilityChanged(),
    });
    const { routes, contactOf, placesOf, watchList } = init;
    const emit = (event: CollaborationEvent): void => events.emit(event);
    this.watched = new WatchedEndpoints({ routes, contactOf, emit, deadlines });
    this.watchedContacts = new WatchedContacts({
      contacts: () => (this.visibility.scope === 'none' ? [] : watchList()),
      placesOf,
      contactOf,
      routes,
      isSubscribed: (address) => this.watched.isSubscribed(address),
      emit,
      deadlines,
    });
    this.#items.show('presence', { kind: 'presence', presence: this.presence.value });
    this.#showEndpoint();
    for (const application of init.applications()) this.#showApplication(application.id);
  }

  /** Makes the exchange of a link. */
  exchange(link: ExchangeLink): DirectoryExchange {
    const { answerTimeoutMs, deadlines, counters } = this.#init;
    const watcher = new Watcher({
      link,
      items: this.#items,
      placesSeenBy: (peerName) => this.#placesSeenBy(peerName),
      mayBegin: (peerName) => this.#mayBegin(peerName),
      deadlines,
    });
    const peerWatch = new PeerWatch({ link, answerTimeoutMs, deadlines, counters });
    const exchange = new DirectoryExchange(watcher, peerWatch, (ended) =>
      this.#exchanges.delete(ended),
    );
    this.#exchanges.add(exchange);
    return exchange;
  }

  /** The data of an endpoint that is at hand. */
  seenAt(address: string): SeenEndpoint | undefined {
    return this.watched.find(address) ?? this.watchedContacts.find(address);
  }

  /** @throws CollaborationError with `NOT_FOUND` when no data is at hand. */
  requireSeenAt(operation: string, address: string): SeenEndpoint {
    const seen = this.seenAt(address);
    if (seen !== undefined) return seen;
    throw new CollaborationError(
      'NOT_FOUND',
      `${operation}: no data of ${address} is at hand. Call endpointData.subscribe() or refresh() first.`,
    );
  }

  /** Whether a peer may connect to see this side, or this side wants to see the peer. */
  concerns(peerName: string): boolean {
    return (
      (this.visibility.isIn('internet') && this.#init.mayWatch(peerName)) ||
      this.watched.concern(peerName) ||
      this.watchedContacts.concern(peerName)
    );
  }

  /** Must be called with each event about the own applications, after the change. */
  applicationChanged(event: CollaborationEvent): void {
    this.#changed(event);
  }

  /** Must be called when this side has been renamed, or is reached at other addresses. */
  async selfChanged(): Promise<void> {
    const { peopleNearMe, events } = this.#init;
    peopleNearMe?.refresh();
    await this.#loadCard();
    this.#tell('endpoint');
    events.emit({ type: 'myEndpointChanged' });
  }

  /** Must be called when a peer may see more or less than before. */
  review(): void {
    for (const { watcher } of this.#exchanges) watcher.review();
    this.watchedContacts.review();
  }

  /** Stops watching and being watched. The caller closes the links afterwards. */
  async close(): Promise<void> {
    this.watched.close();
    this.watchedContacts.close();
    await this.visibility.close();
  }

  #placesSeenBy(peerName: string): readonly Place[] {
    const { isNearMe, mayWatch, blocks } = this.#init;
    if (blocks(peerName)) return [];
    const open: Place[] = [];
    if (this.visibility.isIn('nearMe') && isNearMe(peerName)) open.push('nearMe');
    if (this.visibility.isIn('internet') && mayWatch(peerName)) open.push('internet');
    return open;
  }

  #mayBegin(peerName: string): boolean {
    const mayBegin = this.#rate.take(peerName);
    if (!mayBegin) this.#init.counters.refusedByRate += 1;
    return mayBegin;
  }

  #changed(event: CollaborationEvent): void {
    this.#init.events.emit(event);
    switch (event.type) {
      case 'myPresenceChanged':
        this.#items.show('presence', { kind: 'presence', presence: this.presence.value });
        return this.#tell('presence');
      case 'myObjectChanged': {
        if (event.object === undefined) return;
        const { change, object } = event;
        const key: ItemKey = `object ${object.id}`;
        if (change === 'deleted') this.#items.hide(key);
        else this.#items.show(key, { kind: 'object', object }, object.publicationScope);
        return this.#tell(key);
      }
      case 'myApplicationChanged':
        if (event.application === undefined) return;
        return this.#tell(this.#showApplication(event.application.id));
    }
  }

  #showApplication(id: Guid): ItemKey {
    const key: ItemKey = `application ${id}`;
    const [application] = this.#init.applications(id);
    if (application === undefined) this.#items.hide(key);
    else this.#items.show(key, { kind: 'application', application });
    return key;
  }

  #showEndpoint(): void {
    const name = this.#init.endpointName();
    const message: DirectoryMessage = {
      kind: 'endpoint',
      ...(name === undefined ? {} : { name }),
      ...(this.#card === undefined ? {} : { card: this.#card }),
    };
    this.#items.show('endpoint', message);
  }

  /** Some transports make no cards: this side shows none then. */
  async #loadCard(): Promise<void> {
    const card = await Promise.resolve(this.#init.card()).catch(() => undefined);
    this.#card = card !== undefined && card.length <= MAX_SHOWN_CARD_UNITS ? card : undefined;
    this.#showEndpoint();
  }

  #visibilityChanged(): void {
    this.review();
    if (this.visibility.scope !== 'none') return;
    this.presence.reset();
    this.#items.show('presence', { kind: 'presence', presence: this.presence.value });
    for (const { id } of this.objects.list()) this.#items.hide(`object ${id}`);
    this.objects.clear();
  }

  #tell(key: ItemKey): void {
    for (const { watcher } of this.#exchanges) watcher.changed(key);
  }
}
