import { wsconnect } from '@nats-io/nats-core';
import type { Platform } from '../platform.ts';
import { nobleKeys } from './noble-keys.ts';

export const pagePlatform: Platform = {
  connect: wsconnect,
  faultOfServer(protocol) {
    if (protocol !== 'ws:' && protocol !== 'wss:') {
      return 'cannot be used in a page, which connects to ws:// and wss:// alone. The server needs a websocket listener';
    }
    // A page cannot say why the browser has refused a connection.
    const { location } = globalThis as { location?: { protocol: string } };
    const isMixed = protocol === 'ws:' && location?.protocol === 'https:';
    return isMixed ? 'cannot be used in a page that came over https. Use wss://' : undefined;
  },
  keys: nobleKeys,
};
