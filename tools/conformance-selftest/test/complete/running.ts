import { type CollaborationEvent, CollaborationError, type Scope } from '@beckon/core';
import { ChangeFeed, OwnPresence, PublishedObjects } from '@beckon/core/adapter';

/** The places of a scope. */
const PLACES = {
  none: [],
  nearMe: ['nearMe'],
  internet: ['internet'],
  all: ['nearMe', 'internet'],
} as const satisfies Record<Scope, readonly Place[]>;

type Place = 'nearMe' | 'internet';

/** The state of a complete adapter between its first `open()` and its last `close()`. */
export class Running {
  readonly feed = new ChangeFeed<CollaborationEvent>();
  readonly presence = new OwnPresence((event) => this.feed.emit(event));
  readonly objects = new PublishedObjects((event) => this.feed.emit(event));
  /** The number of subscriptions of each address. */
  readonly subscriptions = new Map<string, number>();
  readonly #places = new Set<Place>();

  get scope(): Scope {
    if (this.#places.size === 2) return 'all';
    return [...this.#places][0] ?? 'none';
  }

  signIn(scope: Scope): void {
    for (const place of PLACES[scope]) {
      if (this.#places.has(place)) continue;
      this.#places.add(place);
      if (place === 'nearMe') this.feed.emit({ type: 'peopleNearMeChanged', change: 'added' });
    }
  }

  signOut(scope: Scope): void {
    for (const place of PLACES[scope]) {
      if (!this.#places.delete(place)) continue;
      if (place === 'nearMe') this.feed.emit({ type: 'peopleNearMeChanged', change: 'deleted' });
    }
    if (this.#places.size > 0) return;
    this.presence.reset();
    this.objects.clear();
  }

  /** @throws CollaborationError with `NOT_SIGNED_IN` when the scope is none of `places`. */
  requireSignedIn(
    operation: string,
    places: readonly Scope[] = ['nearMe', 'internet', 'all'],
  ): void {
    if (places.includes(this.scope)) return;
    throw new CollaborationError('NOT_SIGNED_IN', `${operation}: sign in first.`);
  }
}
