import type { Connection, Libp2p, PrivateKey } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { tcp, type TCPDialOptions } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { createLibp2p, type ServiceFactoryMap } from 'libp2p';
import { supplyMissingGlobals } from '../src/platform/missing-globals.ts';

const PATIENCE_MS = 30_000;

/** A node that keeps to no limit of its own. It dials from `localAddress`, if one is given. */
export async function hostileNode(privateKey?: PrivateKey, localAddress?: string): Promise<Libp2p> {
  await supplyMissingGlobals();
  return createLibp2p({
    ...(privateKey === undefined ? {} : { privateKey }),
    // Passed to the socket as it is, though the type does not say so.
    transports: [tcp({ dialOpts: { localAddress } as unknown as TCPDialOptions })],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxOutboundStreams: 1e6, enableKeepAlive: false })],
    connectionMonitor: { enabled: false },
    // On a busy machine everything takes its time.
    connectionManager: { addressDialTimeout: PATIENCE_MS },
  });
}

/** A node that listens, and does what its services do. */
export async function listeningNode(services: ServiceFactoryMap = {}): Promise<Libp2p> {
  await supplyMissingGlobals();
  return createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services,
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
  /** Whether the socket takes more without keeping it in memory. */
  canSend(): boolean;
  /** Sends encrypted messages with nothing in them. */
  sendEmptyMessages(count: number): void;
  /** Leaves everything that comes from here on in the socket. */
  stopReading(): void;
}

interface YamuxInternals {
  createStream(): Promise<unknown>;
  sendFrame(
    header: { type: number; flag: number; streamID: number; length: number },
    data: Uint8Array,
  ): boolean;
  send(data: Uint8Array): boolean;
  readonly maConn: {
    readonly writableNeedsDrain: boolean;
    pause(): void;
    /** Of Noise. */
    readonly handshake: { encrypt(plain: Uint8Array): { subarray(): Uint8Array } };
    readonly stream: { send(data: Uint8Array): boolean; readonly writableNeedsDrain: boolean };
  };
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
    canSend: () => !muxer.maConn.writableNeedsDrain && !muxer.maConn.stream.writableNeedsDrain,
    sendEmptyMessages(count) {
      for (let sent = 0; sent < count; sent++) {
        const encrypted = muxer.maConn.handshake.encrypt(new Uint8Array()).subarray();
        muxer.maConn.stream.send(Uint8Array.of(0, encrypted.length, ...encrypted));
      }
    },
    stopReading: () => muxer.maConn.pause(),
  };
}
