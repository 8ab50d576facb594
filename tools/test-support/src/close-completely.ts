import type { CollaborationAdapter } from '@beckon/core';

/** Undoes as many `open()` as a case has left. */
export async function closeCompletely(adapter: CollaborationAdapter): Promise<void> {
  for (let isOpen = true; isOpen;) {
    isOpen = await adapter.close().then(
      () => true,
      () => false,
    );
  }
}
