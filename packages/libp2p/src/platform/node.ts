import { tcp } from '@libp2p/tcp';
import { webSockets } from '@libp2p/websockets';
import { supplyMissingGlobals } from './missing-globals.ts';
import type { Platform } from './platform.ts';

/** Node: TCP and WebSockets, to dial and to be dialled. */
export const nodePlatform: Platform = {
  prepare: supplyMissingGlobals,
  listen: ['/ip4/127.0.0.1/tcp/0'],
  transports: ({ tls }) => [tcp(), webSockets(tls === undefined ? {} : { https: tls })],
  faultOf: () => undefined,
  /** Multicast DNS is loaded when this side signs in near me. */
  nearMe: (options, scheduler) => ({
    enter: async (visitor) => {
      const { enterNearMe } = await import('../near-me/enter-near-me.ts');
      return enterNearMe(visitor, options, scheduler);
    },
  }),
};
