import type { Connection, Libp2p, PrivateKey } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { createLibp2p } from 'libp2p';
import { supplyMissingGlobals } from '../src/node/platform.ts';

/** A node that keeps to no limit of its own. */
export async function hostileNode(privateKey?: PrivateKey): Promise<Libp2p> {
  await supplyMissingGlobals();
  return createLibp2p({
    ...(privateKey === undefined ? {} : { privateKey }),
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxOutboundStreams: 1e6, enableKeepAlive: false })],
    connectionMonitor: { enabled: false },
  });
}

/** What lies below the streams of a connection. */
export interface RawMuxer {
  /** Opens a stream, and does nothing with it. */
  openStream(): void;
  /** Sends the header of a data frame of `length` bytes for an unknown stream, and `data`. */
  announce(length: number, data: Uint8Array): void;
  /** Sends bytes as they are; `undefined` when the connection has ended. */
  send(data: Uint8Array): boolean | undefined;
}

interface YamuxInternals {
  createStream(): Promise<unknown>;
  sendFrame(
    header: { type: number; flag: number; streamID: number; length: number },
    data: Uint8Array,
  ): boolean;
  send(data: Uint8Array): boolean;
}

export function rawMuxer(connection: Connection): RawMuxer {
  const { muxer } = connection as unknown as { muxer: YamuxInternals };
  return {
    openStream: () => void muxer.createStream().catch(() => undefined),
    announce: (length, data) =>
      void muxer.sendFrame({ type: 0, flag: 0, streamID: 9_999, length }, data),
    send(data) {
      try {
        return muxer.send(data);
      } catch {
        return undefined;
      }
    },
  };
}
