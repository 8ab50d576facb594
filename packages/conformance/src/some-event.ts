import { AutoResetEvent, type EventHandle } from '@beckon/core/adapter';
import type { CaseContext } from './conformance-case.ts';

/**
 * Makes an event of the adapter, closed when the case ends. An adapter that is not open makes no
 * events: then it is an event of no adapter, because the call must reject for the adapter first.
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
