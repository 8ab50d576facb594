import { CollaborationError, type Scope } from '@beckon/core';
import { type Place, placesOf } from '@beckon/core/adapter';

/** The scope in which one side is signed in. */
export class Visibility {
  readonly #onChange: (changed: readonly Place[]) => void;
  readonly #places = new Set<Place>();

  /** @param onChange - Called after each change, with the places that were added or removed. */
  constructor(onChange: (changed: readonly Place[]) => void) {
    this.#onChange = onChange;
  }

  get scope(): Scope {
    if (this.#places.size === 2) return 'all';
    return [...this.#places][0] ?? 'none';
  }

  isIn(place: Place): boolean {
    return this.#places.has(place);
  }

  signIn(scope: Scope): void {
    const added = placesOf(scope).filter((place) => !this.#places.has(place));
    for (const place of added) this.#places.add(place);
    if (added.length > 0) this.#onChange(added);
  }

  signOut(scope: Scope): void {
    const removed = placesOf(scope).filter((place) => this.#places.delete(place));
    if (removed.length > 0) this.#onChange(removed);
  }

  /** @throws CollaborationError with `NOT_SIGNED_IN`, without `place` when signed out. */
  require(operation: string, place?: Place): void {
    const isEnough = place === undefined ? this.#places.size > 0 : this.isIn(place);
    if (isEnough) return;
    const scope = place === undefined ? '' : ` in the scope '${place}' or 'all'`;
    throw new CollaborationError(
      'NOT_SIGNED_IN',
      `${operation}: this side is not signed in${scope}. Call visibility.signIn() first.`,
    );
  }
}
