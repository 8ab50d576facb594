import { CollaborationError, type Scope } from '@beckon/core';
import { type EventFeed, type Place, placesOf } from '@beckon/core/adapter';
import type { PeopleNearMe } from '../near-me/people-near-me.ts';

export interface VisibilityInit {
  /** `undefined`: nobody on the local subnet finds this side. */
  readonly peopleNearMe: PeopleNearMe | undefined;
  readonly events: EventFeed;
  /** Called before this side becomes visible in any place. */
  readonly prepare: () => Promise<void>;
  /** Called after each change, before its events. */
  readonly onChange: () => void;
}

/** The scope in which this side is visible. Changes run one after the other. */
export class Visibility {
  readonly #init: VisibilityInit;
  readonly #places = new Set<Place>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(init: VisibilityInit) {
    this.#init = init;
  }

  get scope(): Scope {
    if (this.#places.size === 2) return 'all';
    return [...this.#places][0] ?? 'none';
  }

  isIn(place: Place): boolean {
    return this.#places.has(place);
  }

  /** @throws CollaborationError `NOT_SIGNED_IN` when signed out. */
  require(operation: string): void {
    if (this.#places.size > 0) return;
    throw new CollaborationError(
      'NOT_SIGNED_IN',
      `${operation}: this side is not signed in. Call visibility.signIn() first.`,
    );
  }

  /** Resolves with `true` when this side can be found now. */
  signIn(operation: string, scope: Scope): Promise<boolean> {
    const { peopleNearMe, prepare } = this.#init;
    return this.#inTurn(async () => {
      const added = placesOf(scope);
      await prepare();
      const isConnected =
        added.includes('nearMe') && peopleNearMe !== undefined
          ? await peopleNearMe.enter(operation)
          : added.includes('internet');
      for (const place of added) {
        if (!this.#places.has(place)) this.#change(place, 'added');
      }
      return isConnected;
    });
  }

  signOut(scope: Scope): Promise<void> {
    return this.#inTurn(async () => {
      for (const place of placesOf(scope)) {
        if (!this.#places.has(place)) continue;
        if (place === 'nearMe') await this.#init.peopleNearMe?.leave();
        this.#change(place, 'deleted');
      }
    });
  }

  /** Says goodbye because the adapter is being closed. */
  async close(): Promise<void> {
    await this.#turn;
    this.#places.clear();
    await this.#init.peopleNearMe?.leave();
  }

  #change(place: Place, change: 'added' | 'deleted'): void {
    const { events, onChange } = this.#init;
    if (change === 'added') this.#places.add(place);
    else this.#places.delete(place);
    onChange();
    if (place === 'nearMe') events.emit({ type: 'peopleNearMeChanged', change });
    events.emit({ type: 'myEndpointChanged' });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#turn.then(change);
    this.#turn = changed.catch(() => undefined);
    return changed;
  }
}
