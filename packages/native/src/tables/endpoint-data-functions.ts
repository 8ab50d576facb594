import type { EndpointDataFunctions } from '@beckon/core';
import { encodeEndpoint, encodeText, optionalEndpoint } from '../ffi/encode.ts';
import { readBlock } from '../ffi/peer-memory.ts';
import { SUBSCRIPTION_EXISTS, succeeded } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

export function endpointDataFunctions(current: CurrentSession): EndpointDataFunctions {
  return {
    async refresh(endpoint) {
      const { peer } = current('PeerCollabRefreshEndpointData').library;
      const result = peer.PeerCollabRefreshEndpointData(encodeEndpoint(endpoint));
      succeeded('PeerCollabRefreshEndpointData', result);
    },

    async delete(endpoint) {
      const { peer } = current('PeerCollabDeleteEndpointData').library;
      const result = peer.PeerCollabDeleteEndpointData(encodeEndpoint(endpoint));
      succeeded('PeerCollabDeleteEndpointData', result);
    },

    async subscribe(endpoint) {
      const { peer } = current('PeerCollabSubscribeEndpointData').library;
      const result = peer.PeerCollabSubscribeEndpointData(encodeEndpoint(endpoint));
      return {
        isNew: succeeded('PeerCollabSubscribeEndpointData', result) !== SUBSCRIPTION_EXISTS,
      };
    },

    async unsubscribe(endpoint) {
      const { peer } = current('PeerCollabUnsubscribeEndpointData').library;
      const result = await peer.PeerCollabUnsubscribeEndpointData(encodeEndpoint(endpoint));
      succeeded('PeerCollabUnsubscribeEndpointData', result);
    },

    async contactCard(endpoint) {
      const { peer, decode } = current('PeerCollabQueryContactData').library;
      const shape = optionalEndpoint(endpoint);
      return readBlock(
        peer,
        'PeerCollabQueryContactData',
        (card) => peer.PeerCollabQueryContactData(shape, card),
        decode.text,
      );
    },

    async name() {
      const { peer, decode } = current('PeerCollabGetEndpointName').library;
      return readBlock(
        peer,
        'PeerCollabGetEndpointName',
        (name) => peer.PeerCollabGetEndpointName(name),
        decode.text,
      );
    },

    async setName(name) {
      const { peer } = current('PeerCollabSetEndpointName').library;
      const result = peer.PeerCollabSetEndpointName(encodeText('name', name));
      succeeded('PeerCollabSetEndpointName', result);
    },
  };
}
