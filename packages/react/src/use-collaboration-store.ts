import { createContext, useContext } from 'react';
import type { CollaborationStore } from './collaboration-store.ts';

export const CollaborationContext = createContext<CollaborationStore | undefined>(undefined);

/** The store of the nearest provider. Throws by the name of `hook` when there is none. */
export function useCollaborationStore(hook: string): CollaborationStore {
  const store = useContext(CollaborationContext);
  if (store === undefined) {
    throw new Error(`${hook}: there is no <CollaborationProvider> above this component.`);
  }
  return store;
}
