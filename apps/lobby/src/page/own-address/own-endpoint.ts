import type { CollaborationAdapter, Endpoint } from '@beckon/core';
import { defer, type Observable } from 'rxjs';

/** The best endpoint of this side; `undefined` when it has none. Cold; asks the adapter on subscribe. */
export function ownEndpoint(adapter: CollaborationAdapter): Observable<Endpoint | undefined> {
  return defer(async () => (await adapter.identity.endpoints())?.[0]);
}
