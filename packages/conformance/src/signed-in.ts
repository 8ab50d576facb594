import type { Scope } from '@beckon/core';
import type { CaseContext } from './conformance-case.ts';

/**
 * Signs the adapter in until the case ends. An adapter without `visibility` needs no signing in.
 */
export async function signedIn(
  { adapter: { visibility }, after }: CaseContext,
  scope: Exclude<Scope, 'none'> = 'all',
): Promise<void> {
  await visibility?.signIn(scope);
  // The case may have closed the adapter, which signs it out.
  after(() => Promise.resolve(visibility?.signOut('all')).catch(() => undefined));
}
