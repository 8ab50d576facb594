import { AutoResetEvent, type EventHandle } from '@beckon/core/adapter';
import type { CaseContext } from './conformance-case.ts';

/**
 * An event of the adapter, closed when the case ends. While the adapter is not open there is none to be
 * had; then it is an event that no adapter made, and the call must say first that the adapter is not open.
 */
export function someEvent({ adapter, after }: CaseContext): EventHandle {
  try {
    const event = adapter.createEvent();
    after(() => event.close());
    return event;
  } catch {
    return new AutoResetEvent();
  }
}
