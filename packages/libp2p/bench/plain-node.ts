import { identify } from '@libp2p/identify';
import type { Libp2p } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { createLibp2p } from 'libp2p';
import { supplyMissingGlobals } from '../src/platform/missing-globals.ts';

export const ECHO_PROTOCOL = '/bench/echo/1.0.0';
export const STREAMS_PROTOCOL = '/bench/streams/1.0.0';
export const MAX_STREAMS = 5_000;

/** A node as libp2p makes it, with room for a stream for each invitation. */
export async function startPlainNode(): Promise<Libp2p> {
  await supplyMissingGlobals();
  return createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxInboundStreams: MAX_STREAMS, maxOutboundStreams: MAX_STREAMS })],
    services: { identify: identify(), ping: ping() },
  });
}
