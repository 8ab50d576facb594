import type { Scope } from '@beckon/core';

/** One half of the scope `'all'`. */
export type Place = 'nearMe' | 'internet';

const PLACES: Readonly<Record<Scope, readonly Place[]>> = {
  none: [],
  nearMe: ['nearMe'],
  internet: ['internet'],
  all: ['nearMe', 'internet'],
};

/** The places that a scope is made of. */
export function placesOf(scope: Scope): readonly Place[] {
  return PLACES[scope];
}
