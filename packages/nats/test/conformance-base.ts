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
    'events',
    'presence',
    'applications',
    'objects',
    'endpointData',
  ] satisfies FunctionTable[],
  traits: ALL_TRAITS,
  places: {
    nowhere: { address: 'nats:UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4' },
    malformed: { address: 'bob@example.com' },
    stranger: { peerName: 'UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4' },
  },
};
