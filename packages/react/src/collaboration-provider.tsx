import type { CollaborationAdapter, RuntimeOptions } from '@beckon/core';
import { type ReactElement, type ReactNode, useInsertionEffect, useState } from 'react';
import { CollaborationStore } from './collaboration-store.ts';
import { CollaborationContext } from './use-collaboration-store.ts';
import { useLifetime } from './use-lifetime.ts';

export interface CollaborationProviderProps {
  /** Opened and closed by the app: its life is the app's, not that of a part of the page. */
  readonly adapter: CollaborationAdapter;
  /** Handed to core with what begins after the change. */
  readonly options?: RuntimeOptions;
  readonly children?: ReactNode;
}

const DEFAULTS: RuntimeOptions = {};

/**
 * Gives an adapter to the hooks below, and owns what they send: removing it cancels every invitation
 * in flight, and so does another `adapter`. Sends and subscribes nothing by itself. Renders on a server.
 */
export function CollaborationProvider({
  adapter,
  options = DEFAULTS,
  children,
}: CollaborationProviderProps): ReactElement {
  const [store, setStore] = useState(() => new CollaborationStore(adapter, options));
  if (store.adapter !== adapter) setStore(new CollaborationStore(adapter, options));
  useInsertionEffect(() => store.configure(options), [store, options]);
  useLifetime(store.lifetime);
  return <CollaborationContext.Provider value={store}>{children}</CollaborationContext.Provider>;
}
