import { useContext } from 'react';
import { BridgeContext } from './bridge-provider.tsx';
import type { UseBridgeResult } from './bridge-result.ts';
import { useSnapshot } from './use-snapshot.ts';

/**
 * How the connection of the nearest `BridgeProvider` stands. On a server: `connecting`.
 *
 * @throws Error while rendering, when there is no `BridgeProvider` above.
 */
export function useBridge(): UseBridgeResult {
  const connection = useContext(BridgeContext);
  if (connection === undefined) {
    throw new Error('useBridge: there is no <BridgeProvider> above this component.');
  }
  return useSnapshot(connection.snapshot, ({ bridge }) => bridge);
}
