import { LIMITS } from '@beckon/core';
import { checkContent, type ObjectFunctions } from '@beckon/core/adapter';
import { encodeEndpoint, encodeObject, optionalGuid } from '../ffi/encode.ts';
import type { GuidShape } from '../ffi/shapes.ts';
import { explainLimit } from './explain-limit.ts';
import type { CallsOf, OperationCalls } from './operation-calls.ts';

export function objectFunctions(callsOf: CallsOf): ObjectFunctions {
  return {
    async publish(object) {
      const calls = callsOf('objects.publish');
      checkContent.object(calls.operation, object);
      try {
        calls.run('PeerCollabSetObject', encodeObject(object));
      } catch (error) {
        throw explainLimit(error, calls.operation, {
          limit: LIMITS.publishedObjects,
          what: 'published objects',
          advice: 'Withdraw one.',
          count: () => ownObjects(calls, null).length,
        });
      }
      return calls.running.holdObject(object.id);
    },

    async own(objectId) {
      const calls = callsOf('objects.own');
      return ownObjects(calls, optionalGuid(calls.operation, 'objectId', objectId));
    },

    async at(endpoint, objectId) {
      const calls = callsOf('objects.at');
      checkContent.endpoint(calls.operation, endpoint);
      return calls.enumerate(
        'PeerCollabEnumObjects',
        [
          encodeEndpoint(calls.operation, endpoint),
          optionalGuid(calls.operation, 'objectId', objectId),
        ],
        'object',
      );
    },
  };
}

function ownObjects(calls: OperationCalls, id: GuidShape | null) {
  return calls.enumerate('PeerCollabEnumObjects', [null, id], 'object');
}
