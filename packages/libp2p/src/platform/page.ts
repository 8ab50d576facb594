import { CollaborationError } from '@beckon/core';
import { webSockets } from '@libp2p/websockets';
import type { Multiaddr } from '@multiformats/multiaddr';
import { routeOf } from '../transport/routes.ts';
import type { Platform } from './platform.ts';

/** The used globals of a page, or of its worker. */
interface PageGlobals {
  readonly isSecureContext?: boolean;
  readonly location?: { readonly protocol: string };
  addEventListener?(type: 'pagehide', listener: () => void): void;
  removeEventListener?(type: 'pagehide', listener: () => void): void;
}

/** A page: WebSockets, to dial only. It is reached through relays. */
export const pagePlatform: Platform = {
  async prepare() {
    if ((globalThis as PageGlobals).isSecureContext !== false) return;
    throw new CollaborationError(
      'NOT_SUPPORTED',
      'open: the browser gives no cryptography to this page, because it came over http. Serve it over https, or from localhost.',
    );
  },
  listen: [],
  transports: () => [webSockets()],
  onLeave(leave) {
    const page = globalThis as PageGlobals;
    page.addEventListener?.('pagehide', leave);
    return () => page.removeEventListener?.('pagehide', leave);
  },
  faultOf(address) {
    const protocols = address.getComponents().map(({ name }) => name);
    const isWebSocket = protocols.includes('ws') || protocols.includes('wss');
    if (!isWebSocket && protocols.includes('tcp')) {
      return 'cannot be dialled from a page, which has no TCP: use an address that ends in /ws or /tls/ws, or a relay that has one';
    }
    if (isWebSocket && isSecurePage() && !isSecure(address) && routeOf(address) !== 'machine') {
      return 'cannot be dialled from a page that came over https, where the browser allows only secure WebSockets: use an address that ends in /tls/ws';
    }
    return undefined;
  },
};

function isSecurePage(): boolean {
  return (globalThis as PageGlobals).location?.protocol === 'https:';
}

function isSecure(address: Multiaddr): boolean {
  return address.getComponents().some(({ name }) => name === 'wss' || name === 'tls');
}
