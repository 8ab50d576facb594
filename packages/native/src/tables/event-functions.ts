import type { EventFunctions } from '@beckon/core';
import { explainUnavailable } from '../availability.ts';
import { encodeEventFilter } from '../ffi/encode.ts';
import type { Out, RegistrationHandle } from '../ffi/handles.ts';
import { succeeded, written } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

export function eventFunctions(current: CurrentSession): EventFunctions {
  return {
    async register(filters, eventHandle) {
      const session = current('PeerCollabRegisterEvent');
      const { event, kernelEvent } = session.kernelEvent(eventHandle);
      const registrations = filters.map(encodeEventFilter);
      const handle: Out<RegistrationHandle> = [null];
      const result = session.library.peer.PeerCollabRegisterEvent(
        kernelEvent,
        registrations.length,
        registrations,
        handle,
      );
      try {
        succeeded('PeerCollabRegisterEvent', result);
      } catch (error) {
        // It starts the service when that does not run yet.
        throw explainUnavailable(error, session.library.kernel);
      }
      return session.addRegistration(written('PeerCollabRegisterEvent', handle), event);
    },
  };
}
