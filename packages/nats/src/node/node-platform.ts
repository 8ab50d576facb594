import { wsconnect } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import type { Platform } from '../platform.ts';
import { nodeKeys } from './node-keys.ts';

const PROTOCOLS = ['nats:', 'tls:', 'ws:', 'wss:'];

export const nodePlatform: Platform = {
  connect: (options) =>
    [options.servers].flat().some((server) => server?.startsWith('ws') === true)
      ? wsconnect(options)
      : connect(options),
  faultOfServer(protocol) {
    if (!PROTOCOLS.includes(protocol)) return `begins with none of ${PROTOCOLS.join(', ')}`;
    const isWebSocket = protocol.startsWith('ws');
    return isWebSocket && !('WebSocket' in globalThis)
      ? 'needs a WebSocket, which Node has from version 22 on. Use nats://'
      : undefined;
  },
  keys: nodeKeys,
};
