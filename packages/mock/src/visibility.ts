import { CollaborationError, type Scope } from '@beckon/core';

/** One half of the scope `'all'`. */
export type Place = 'nearMe' | 'internet';

const PLACES: Readonly<Record<Scope, readonly Place[]>> = {
  none: [],
  nearMe: ['nearMe'],
  internet: ['internet'],
  all: ['nearMe', 'internet'],
};

/** The places in which a scope makes something visible. */
export function placesOf(scope: Scope): readonly Place[] {
  return PLACES[scope];
}

/** The scope in which one side is signed in. */
export class Visibility {
  readonly #onChange: (place: Place) => void;
  readonly #places = new Set<Place>();

  /** @param onChange - Called after each place that was added or removed. */
  constructor(onChange: (place: Place) => void) {
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
    for (const place of placesOf(scope)) {
      if (this.#places.has(place)) continue;
      this.#places.add(place);
      this.#onChange(place);
    }
  }

  signOut(scope: Scope): void {
    for (const place of placesOf(scope)) {
      if (this.#places.delete(place)) this.#onChange(place);
    }
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
