import { type BridgeChannel, webSocketChannel } from '@beckon/bridge';
import { BOARD_PATH, BRIDGE_PATH } from '../../shared/paths.ts';

/** The host that this page belongs to, and what it wants to see. */
export interface HostLink {
  /** `127.0.0.1:4810` */
  readonly host: string;
  readonly token: string;
}

/** The host's address is the page's, and the token the part behind `#`, which is sent nowhere. */
export function readHostLink({ host, hash }: Location): HostLink | undefined {
  const token = new URLSearchParams(hash.slice(1)).get('token');
  return token === null ? undefined : { host, token };
}

/** A channel to the host's adapter. */
export function adapterChannel({ host, token }: HostLink): BridgeChannel {
  return webSocketChannel(`ws://${host}${BRIDGE_PATH}`, { token });
}

/** A channel to the host's boards. */
export function boardChannel({ host, token }: HostLink): BridgeChannel {
  return webSocketChannel(`ws://${host}${BOARD_PATH}`, { token });
}
