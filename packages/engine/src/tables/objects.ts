import { type CollaborationObject, CollaborationError, type Guid } from '@beckon/core';
import {
  checkContent,
  type ObjectFunctions,
  type ObjectHandle,
  withOwnData,
} from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';
import type { Directory } from '../directory/directory.ts';

/** Small pieces of data that this side and others have published. */
export function objectsTable(use: (operation: string) => Running): ObjectFunctions {
  return {
    publish: async (object) => {
      const { directory } = use('objects.publish').engine;
      checkContent.object('objects.publish', object);
      directory.visibility.require('objects.publish');
      return objectHandle(directory, directory.objects.publish('objects.publish', object));
    },
    own: async (objectId) => {
      const { directory } = use('objects.own').engine;
      checkFilter('objects.own', objectId);
      directory.visibility.require('objects.own');
      return directory.objects.list(objectId);
    },
    at: async (endpoint, objectId) => {
      const { engine } = use('objects.at');
      engine.checkEndpoint('objects.at', endpoint);
      checkFilter('objects.at', objectId);
      engine.directory.visibility.require('objects.at');
      const seen = engine.directory.seenAt(endpoint.address);
      return [...(seen?.state.objects.values() ?? [])]
        .filter(({ id }) => objectId === undefined || id === objectId)
        .map(withOwnData);
    },
  };
}

function objectHandle({ objects }: Directory, published: CollaborationObject): ObjectHandle {
  let isClosed = false;
  return {
    close: async () => {
      if (isClosed) {
        throw new CollaborationError('CLOSED', 'ObjectHandle.close: the object is withdrawn.');
      }
      isClosed = true;
      objects.withdraw(published);
    },
  };
}

function checkFilter(operation: string, objectId: Guid | undefined): void {
  if (objectId !== undefined) checkContent.guid(operation, 'objectId', objectId);
}
