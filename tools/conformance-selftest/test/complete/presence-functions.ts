import { CollaborationError } from '@beckon/core';
import { checkContent, type Lifecycle, type PresenceFunctions } from '@beckon/core/adapter';
import { checkPlace } from './check-place.ts';
import type { Running } from './running.ts';

export function presenceFunctions(adapter: Lifecycle<Running>): PresenceFunctions {
  return {
    async own() {
      const running = adapter.use('presence.own');
      running.requireSignedIn('presence.own');
      return running.presence.value;
    },
    async setOwn(presence) {
      const running = adapter.use('presence.setOwn');
      checkContent.presence('presence.setOwn', presence);
      running.requireSignedIn('presence.setOwn');
      running.presence.set(presence);
    },
    async at(endpoint) {
      adapter.use('presence.at');
      checkPlace('presence.at', endpoint);
      throw new CollaborationError('NOT_FOUND', 'presence.at: no data of the endpoint is at hand.');
    },
  };
}
