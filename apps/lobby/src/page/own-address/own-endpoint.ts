import type { CollaborationAdapter, Endpoint } from '@beckon/core';
import { defer, type Observable } from 'rxjs';

/** Where others reach this side best; `undefined` when nowhere. Cold; asks the adapter on subscribe. */
export function ownEndpoint(adapter: CollaborationAdapter): Observable<Endpoint | undefined> {
  return defer(async () => (await adapter.identity.endpoints())?.[0]);
}
