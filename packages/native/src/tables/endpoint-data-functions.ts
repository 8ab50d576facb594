import { checkContent, type EndpointDataFunctions } from '@beckon/core/adapter';
import { encodeEndpoint } from '../ffi/encode.ts';
import { SUBSCRIPTION_EXISTS } from '../ffi/results.ts';
import type { CallsOf } from './operation-calls.ts';

export function endpointDataFunctions(callsOf: CallsOf): EndpointDataFunctions {
  return {
    async refresh(endpoint) {
      const calls = callsOf('endpointData.refresh');
      checkContent.endpoint(calls.operation, endpoint);
      calls.run('PeerCollabRefreshEndpointData', encodeEndpoint(calls.operation, endpoint));
    },

    async delete(endpoint) {
      const calls = callsOf('endpointData.delete');
      checkContent.endpoint(calls.operation, endpoint);
      calls.run('PeerCollabDeleteEndpointData', encodeEndpoint(calls.operation, endpoint));
    },

    async subscribe(endpoint) {
      const calls = callsOf('endpointData.subscribe');
      checkContent.endpoint(calls.operation, endpoint);
      const shape = encodeEndpoint(calls.operation, endpoint);
      const result = calls.run('PeerCollabSubscribeEndpointData', shape);
      return calls.running.holdSubscription(shape, result !== SUBSCRIPTION_EXISTS);
    },

    async contactCard(endpoint) {
      const calls = callsOf('endpointData.contactCard');
      checkContent.endpoint(calls.operation, endpoint);
      const shape = encodeEndpoint(calls.operation, endpoint);
      return calls.read('PeerCollabQueryContactData', [shape], 'text');
    },
  };
}
