import { useInsertionEffect } from 'react';
import type { Lifetime } from './lifetime.ts';

/**
 * Ends `lifetime` when the component is removed.
 *
 * An insertion effect, because the other two kinds are cleaned up without a removal: by StrictMode
 * after mounting, when an Activity is hidden, and layout effects when a boundary suspends again.
 */
export function useLifetime(lifetime: Lifetime): void {
  useInsertionEffect(lifetime.begin, [lifetime]);
}
