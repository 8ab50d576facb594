import type { LaunchFunctions } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import type { Out, Pointer } from '../ffi/handles.ts';
import { consumeBlock } from '../ffi/peer-memory.ts';
import { succeeded, written } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

const NOT_LAUNCHED = hresultValue('PEER_E_NOT_FOUND');

export function launchFunctions(current: CurrentSession): LaunchFunctions {
  return {
    async launchInfo() {
      const { peer, decode } = current('PeerCollabGetAppLaunchInfo').library;
      const out: Out<Pointer> = [null];
      const result = peer.PeerCollabGetAppLaunchInfo(out);
      if (result >>> 0 === NOT_LAUNCHED) return undefined;
      succeeded('PeerCollabGetAppLaunchInfo', result);
      return consumeBlock(peer, written('PeerCollabGetAppLaunchInfo', out), decode.launchInfo);
    },
  };
}
