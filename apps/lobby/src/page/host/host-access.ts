import { type MessagePipe, webSocketPipe } from '@beckon/bridge';
import { BRIDGE_PATH } from '../../shared/paths.ts';

/** The host that this page belongs to, and the token that opens it. */
export interface HostAccess {
  /** `127.0.0.1:4810` */
  readonly host: string;
  readonly token: string;
}

/**
 * Reads the host from the page's address, and the token from the part behind `#`. That part is sent
 * nowhere.
 */
export function readHostAccess({ host, hash }: Location): HostAccess | undefined {
  const token = new URLSearchParams(hash.slice(1)).get('token');
  return token === null ? undefined : { host, token };
}

/** A pipe to the host's adapter. */
export function adapterPipe({ host, token }: HostAccess): MessagePipe {
  return webSocketPipe(`ws://${host}${BRIDGE_PATH}`, { token });
}
