import type { CollaborationAdapter } from '@beckon/core';
import { useCollaborationStore } from './use-collaboration-store.ts';

/**
 * The adapter of the nearest provider, for the streams of core that have no hook of their own.
 *
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useAdapter(): CollaborationAdapter {
  return useCollaborationStore('useAdapter').adapter;
}
