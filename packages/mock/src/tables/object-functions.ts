import { type CollaborationObject, CollaborationError, type Guid } from '@beckon/core';
import {
  checkContent,
  type ObjectFunctions,
  type ObjectHandle,
  withOwnData,
} from '@beckon/core/adapter';
import { checkEndpoint } from '../network/address.ts';
import type { TableCalls } from '../replies/table-calls.ts';
import type { RunningAdapter } from '../running-adapter.ts';

export function objectFunctions(table: TableCalls): ObjectFunctions {
  return {
    publish: (object) =>
      table.act('objects.publish', (running) => {
        checkContent.object('objects.publish', object);
        running.directory.visibility.require('objects.publish');
        const published = running.directory.objects.publish('objects.publish', object);
        return objectHandle(table, running, published);
      }),
    own: (objectId) =>
      table.act('objects.own', ({ directory }) => {
        checkFilter('objects.own', objectId);
        directory.visibility.require('objects.own');
        return directory.objects.list(objectId);
      }),
    at: (endpoint, objectId) =>
      table.act('objects.at', ({ directory }) => {
        checkEndpoint('objects.at', endpoint);
        checkFilter('objects.at', objectId);
        directory.visibility.require('objects.at');
        const { objects = [] } = directory.watched.find(endpoint.address) ?? {};
        return objects
          .filter(({ id }) => objectId === undefined || id === objectId)
          .map(withOwnData);
      }),
  };
}

function objectHandle(
  table: TableCalls,
  { directory }: RunningAdapter,
  published: CollaborationObject,
): ObjectHandle {
  let isClosed = false;
  return {
    close: () =>
      table.calls.act('ObjectHandle.close', () => {
        if (isClosed) {
          throw new CollaborationError('CLOSED', 'ObjectHandle.close: the object is withdrawn.');
        }
        isClosed = true;
        directory.objects.withdraw(published);
      }),
  };
}

function checkFilter(operation: string, objectId: Guid | undefined): void {
  if (objectId !== undefined) checkContent.guid(operation, 'objectId', objectId);
}
