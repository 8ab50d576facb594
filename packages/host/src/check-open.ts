import { type CollaborationAdapter, CollaborationError } from '@beckon/core';

/** @throws CollaborationError `NOT_INITIALIZED` when the adapter is not open. */
export function checkOpen(adapter: CollaborationAdapter, operation: string): void {
  try {
    adapter.createEvent().close();
  } catch (cause) {
    throw new CollaborationError(
      'NOT_INITIALIZED',
      `${operation}: the ${adapter.name} adapter is not open. Call open() first.`,
      { cause },
    );
  }
}
