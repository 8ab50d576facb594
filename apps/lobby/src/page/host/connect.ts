import { type BridgeAdapter, bridgeAdapter, webSocketPipe } from '@beckon/bridge';
import { BRIDGE_PATH } from '../../shared/paths.ts';

/**
 * What connects with the host that this page is from. The token is in the part of the address behind `#`, which is
 * sent nowhere. `undefined` when it is missing.
 */
export function connectWithHost({
  host,
  hash,
}: Location): (() => Promise<BridgeAdapter>) | undefined {
  const token = new URLSearchParams(hash.slice(1)).get('token');
  if (token === null) return undefined;
  return () => bridgeAdapter(() => webSocketPipe(`ws://${host}${BRIDGE_PATH}`, { token }));
}
