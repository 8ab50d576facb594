import { CollaborationError } from '@beckon/core';
import { checkContent, type Lifecycle, type ObjectFunctions } from '@beckon/core/adapter';
import { checkPlace } from './check-place.ts';
import type { Running } from './running.ts';

export function objectFunctions(adapter: Lifecycle<Running>): ObjectFunctions {
  return {
    async publish(object) {
      const running = adapter.use('objects.publish');
      checkContent.object('objects.publish', object);
      running.requireSignedIn('objects.publish');
      const published = running.objects.publish('objects.publish', object);
      let isClosed = false;
      return {
        async close() {
          if (isClosed) {
            throw new CollaborationError('CLOSED', 'ObjectHandle.close: the handle is closed.');
          }
          isClosed = true;
          running.objects.withdraw(published);
        },
      };
    },
    async own(objectId) {
      const running = adapter.use('objects.own');
      if (objectId !== undefined) checkContent.guid('objects.own', 'objectId', objectId);
      running.requireSignedIn('objects.own');
      return running.objects.list(objectId);
    },
    async at(endpoint, objectId) {
      const running = adapter.use('objects.at');
      checkPlace('objects.at', endpoint);
      if (objectId !== undefined) checkContent.guid('objects.at', 'objectId', objectId);
      running.requireSignedIn('objects.at');
      return [];
    },
  };
}
