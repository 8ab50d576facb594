import type {
  ConnectionEncrypter,
  MultiaddrConnection,
  SecureConnectionOptions,
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

type NoiseComponents = Parameters<ReturnType<typeof noise>>[0];
