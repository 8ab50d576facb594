import type {
  ConnectionEncrypter,
  MessageStream,
  MultiaddrConnection,
  SecureConnectionOptions,
  StreamMessageEvent,
} from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { ANSWERED } from './dial-progress.ts';

/** What libp2p passes from the dial, though the type does not say so. */
interface DialOptions extends SecureConnectionOptions {
  readonly onProgress?: (event: { readonly type: string; readonly detail: undefined }) => void;
}

/**
 * Noise that waits with the handshakes of peers until it is their turn, and tells the dials of this side that
 * their peer has answered.
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
      // One that says nothing more takes no turn.
      await firstBytes(stream, options?.signal);
      // Nothing is below Noise but the socket.
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

/** Resolves when something has come, and leaves it there. */
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
