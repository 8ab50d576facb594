import { isCollaborationError } from '@beckon/core';
import type { LaunchFunctions } from '@beckon/core/adapter';
import { hresultValue } from '@beckon/core/hresults';
import type { CallsOf } from './operation-calls.ts';

const NOT_LAUNCHED = hresultValue('PEER_E_NOT_FOUND');

export function launchFunctions(callsOf: CallsOf): LaunchFunctions {
  return {
    async launchInfo() {
      const calls = callsOf('launch.launchInfo');
      try {
        return calls.read('PeerCollabGetAppLaunchInfo', [], 'launchInfo');
      } catch (error) {
        if (isCollaborationError(error) && error.hresult === NOT_LAUNCHED) return undefined;
        throw error;
      }
    },
  };
}
