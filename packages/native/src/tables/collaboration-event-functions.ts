import { checkContent, type CollaborationEventFunctions } from '@beckon/core/adapter';
import { explainUnavailable } from '../availability.ts';
import { encodeEventFilter } from '../ffi/encode.ts';
import type { EventQueueHandle, Out } from '../ffi/handles.ts';
import { written } from '../ffi/results.ts';
import type { CallsOf } from './operation-calls.ts';

export function collaborationEventFunctions(callsOf: CallsOf): CollaborationEventFunctions {
  return {
    async changes(filters, eventHandle) {
      const calls = callsOf('events.changes');
      const { operation, running } = calls;
      checkContent.filters(operation, filters);
      const event = running.events.get(operation, eventHandle);
      const wanted = filters.map(encodeEventFilter);
      const { handle } = event.kernelEvent;
      const queue: Out<EventQueueHandle> = [null];
      try {
        calls.run('PeerCollabRegisterEvent', handle, wanted.length, wanted, queue);
      } catch (error) {
        // The call starts the service when the service does not run yet.
        throw explainUnavailable(error, running.library.kernel);
      }
      return running.holdQueue(written(operation, queue), filters, event);
    },
  };
}
