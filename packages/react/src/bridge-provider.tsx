import type { RuntimeOptions } from '@beckon/core';
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useEffect,
  useInsertionEffect,
  useState,
} from 'react';
import { BridgeConnection } from './bridge-connection.ts';
import { CollaborationProvider } from './collaboration-provider.tsx';
import type { ReconnectingAdapter } from './reconnecting-adapter.ts';
import { useLifetime } from './use-lifetime.ts';
import { useSnapshot } from './use-snapshot.ts';

export const BridgeContext = createContext<BridgeConnection | undefined>(undefined);

export interface BridgeProviderProps {
  /**
   * Connects with the host: `() => bridgeAdapter(() => webSocketPipe(url, { token }))`. Called until it
   * has resolved once; later connections are the adapter's own. That of the last render is called.
   */
  readonly connect: () => PromiseLike<ReconnectingAdapter>;
  /** How long it waits between two attempts while the host is away, in milliseconds. Default 2000. */
  readonly retryMs?: number;
  /** Of the `CollaborationProvider` within. */
  readonly options?: RuntimeOptions;
  /** Shown until the first connection. Components in it may call `useBridge`, and no other hook of this package. */
  readonly fallback?: ReactNode;
  readonly children?: ReactNode;
}

const DEFAULTS: RuntimeOptions = {};

/**
 * A `CollaborationProvider` whose adapter is a host's, over a bridge: connects, opens the adapter, and
 * shows `children` from then on. When the host is lost they stay, and `useBridge` says so; it connects
 * again by itself, and streams that ended with the connection begin anew. Removing it closes the adapter;
 * hiding it in an Activity does not. Connects after it is shown, once, also under StrictMode; on a server
 * it shows `fallback`.
 */
export function BridgeProvider({
  connect,
  retryMs = 2000,
  options = DEFAULTS,
  fallback,
  children,
}: BridgeProviderProps): ReactElement {
  const [connection] = useState(() => new BridgeConnection({ ...options, connect, retryMs }));
  useInsertionEffect(() => connection.configure({ ...options, connect, retryMs }));
  useLifetime(connection.lifetime);
  useEffect(() => connection.start(), [connection]);
  const adapter = useSnapshot(connection.snapshot, (snapshot) => snapshot.adapter);
  return (
    <BridgeContext.Provider value={connection}>
      {adapter === undefined ? (
        fallback
      ) : (
        <CollaborationProvider adapter={adapter} options={options}>
          {children}
        </CollaborationProvider>
      )}
    </BridgeContext.Provider>
  );
}
