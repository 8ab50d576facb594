import { checkContent, type IdentityFunctions } from '@beckon/core/adapter';
import type { CallsOf } from './operation-calls.ts';

export function identityFunctions(callsOf: CallsOf): IdentityFunctions {
  return {
    reportsEndpoints: false,

    async contact() {
      return callsOf('identity.contact').read('PeerCollabGetContact', [null], 'contact');
    },

    async card() {
      return callsOf('identity.card').read('PeerCollabExportContact', [null], 'text');
    },

    async endpoints() {
      callsOf('identity.endpoints');
      return [];
    },

    async name() {
      return callsOf('identity.name').read('PeerCollabGetEndpointName', [], 'text');
    },

    async setName(name) {
      const calls = callsOf('identity.setName');
      checkContent.endpointName(calls.operation, name);
      // Windows refuses the name that is set already.
      if (calls.read('PeerCollabGetEndpointName', [], 'text') === name) return;
      calls.run('PeerCollabSetEndpointName', name);
    },
  };
}
