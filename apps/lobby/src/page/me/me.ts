import type { CollaborationAdapter, Endpoint } from '@beckon/core';
import { endpointName, ownEndpoints } from '@beckon/core/identity';
import { useAdapter, useObservable } from '@beckon/react';
import { useMemo } from 'react';
import { combineLatest, defer, from, type Observable, repeat, retry, switchMap } from 'rxjs';

/** This side, as others see it. */
export interface Me {
  readonly name: string;
  readonly peerName: string;
  readonly card: string;
  readonly endpoints: readonly Endpoint[];
}

/** Wait before the host is asked again, in milliseconds. */
const RETRY_MS = 1_000;

/** This side; `undefined` until it is known. Follows the name and the addresses, also of a host that has come back. */
export function useMe(): Me | undefined {
  const adapter = useAdapter();
  const me$ = useMemo(
    () =>
      combineLatest([endpointName(adapter), ownEndpoints(adapter)]).pipe(
        switchMap(([name, endpoints]) => from(ask(adapter, name, endpoints))),
        retry({ delay: RETRY_MS }),
        repeat({ delay: RETRY_MS }),
      ),
    [adapter],
  );
  return useObservable(me$).value;
}

async function ask(
  { identity }: CollaborationAdapter,
  name: string,
  endpoints: readonly Endpoint[],
): Promise<Me> {
  const [{ peerName }, card] = await Promise.all([identity.contact(), identity.card()]);
  return { name, peerName, card, endpoints };
}

/** The best endpoint of this side; `undefined` when it has none. Cold; asks the adapter on subscribe. */
export function ownEndpoint(adapter: CollaborationAdapter): Observable<Endpoint | undefined> {
  return defer(async () => (await adapter.identity.endpoints())?.[0]);
}
