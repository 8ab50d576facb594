import type { Scope } from '../contract/visibility.ts';

/** One half of the scope `'all'`. */
export type Place = 'nearMe' | 'internet';

/** The places that a scope is made of. */
export function placesOf(scope: Scope): readonly Place[] {
  if (scope === 'none') return [];
  return scope === 'all' ? ['nearMe', 'internet'] : [scope];
}
