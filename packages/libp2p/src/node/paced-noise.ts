import type {
  ConnectionEncrypter,
  MessageStream,
  MultiaddrConnection,
  SecureConnectionOptions,
  StreamMessageEvent,
} from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { ANSWERED } from './dial-progress.ts';

/** The options that libp2p passes on from the dial, although the type does not say so. */
interface DialOptions extends SecureConnectionOptions {
  readonly onProgress?: (event: { readonly type: string; readonly detail: undefined }) => void;
}

/**
 * Noise that delays the handshakes of peers until their turn, and reports to dials of this side that the peer has
 * answered.
 *
 * @param inboundTurn - Resolves when a connection of a peer may begin its handshake.
 */
export function pacedNoise(
  inboundTurn: (raw: MultiaddrConnection) => Promise<void>,
): (components: NoiseComponents) => ConnectionEncrypter {
  const create = noise();
  return (components) => {
    const encrypter = create(components);
    const secureOutbound = encrypter.secureOutbound.bind(encrypter);
    const secureInbound = encrypter.secureInbound.bind(encrypter);
    encrypter.secureInbound = async (stream, options) => {
      // A silent connection takes no turn.
      await firstBytes(stream, options?.signal);
      // The stream below Noise is the socket.
      await inboundTurn(stream as MultiaddrConnection);
      return secureInbound(stream, options);
    };
    encrypter.secureOutbound = async (stream, options?: DialOptions) => {
      options?.onProgress?.({ type: ANSWERED, detail: undefined });
      return secureOutbound(stream, options);
    };
    return encrypter;
  };
}

/** Resolves when bytes have come, without consuming them. */
async function firstBytes(stream: MessageStream, signal: AbortSignal | undefined): Promise<void> {
  if (stream.readBufferLength > 0) return;
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      stream.removeEventListener('message', onMessage);
      signal?.removeEventListener('abort', onAbort);
    };
    const onMessage = ({ data }: StreamMessageEvent): void => {
      stop();
      stream.unshift(data);
      resolve();
    };
    const onAbort = (): void => {
      stop();
      reject(signal?.reason as Error);
    };
    stream.addEventListener('message', onMessage);
    signal?.addEventListener('abort', onAbort);
  });
}

type NoiseComponents = Parameters<ReturnType<typeof noise>>[0];
