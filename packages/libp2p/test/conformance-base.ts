import { ALL_TRAITS } from '@beckon/conformance';
import type { FunctionTable } from '@beckon/core';

/** What the suite needs to know of the adapter, however its peer is made. */
export const conformanceBase = {
  tables: [
    'invitations',
    'inbox',
    'identity',
    'contacts',
    'channels',
    'visibility',
    'peopleNearMe',
    'events',
    'presence',
    'applications',
    'objects',
    'endpointData',
  ] satisfies FunctionTable[],
  traits: ALL_TRAITS,
  places: {
    nowhere: { address: '/ip4/127.0.0.1/tcp/1' },
    malformed: { address: 'bob@example.com' },
    stranger: { peerName: '12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8' },
  },
};
