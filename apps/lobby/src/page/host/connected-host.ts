import { type BridgeAdapter, bridgeAdapter } from '@beckon/bridge';
import {
  concat,
  defer,
  finalize,
  ignoreElements,
  type Observable,
  map,
  of,
  retry,
  switchMap,
} from 'rxjs';
import { adapterPipe, type HostAccess } from './host-access.ts';

/** A host that has been reached once. */
export interface ConnectedHost {
  /** The same adapter for the life of the page. */
  readonly adapter: BridgeAdapter;
  /** Whether the host is there now. */
  readonly isOnline: boolean;
}

/** Wait before the host is tried again, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Connects with the host, and again whenever the connection is lost. The first value comes with the first
 * connection. Unsubscribing ends the connection.
 */
export function connectedHost(access: HostAccess): Observable<ConnectedHost> {
  return defer(() => bridgeAdapter(() => adapterPipe(access))).pipe(
    retry({ delay: RETRY_MS }),
    switchMap(keptConnected),
  );
}

function keptConnected(adapter: BridgeAdapter): Observable<ConnectedHost> {
  const opened$ = defer(() => adapter.open()).pipe(retry({ delay: RETRY_MS }), ignoreElements());
  // Any call of a bridge that has lost its host connects anew.
  const reconnected$ = defer(async () => adapter.identity.contact()).pipe(
    retry({ delay: RETRY_MS }),
    ignoreElements(),
  );
  const known$ = adapter.isConnected$.pipe(
    map((isOnline): ConnectedHost => ({ adapter, isOnline })),
    switchMap((host) => (host.isOnline ? of(host) : concat(of(host), reconnected$))),
  );
  return concat(opened$, known$).pipe(
    finalize(() => {
      // The page is being left, so nobody would see a failure.
      adapter.close().catch(() => undefined);
    }),
  );
}
