import type {
  ConnectionEncrypter,
  MultiaddrConnection,
  SecureConnectionOptions,
} from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { Turns } from './turns.ts';

/** As many handshakes of this side are worked on at once. */
const AT_ONCE = 32;
/** One that takes longer waits for its peer. In milliseconds. */
const PATIENCE_MS = 250;

/** What libp2p passes from the dial, though the type does not say so. */
interface DialOptions extends SecureConnectionOptions {
  readonly onProgress?: (event: { readonly type: string; readonly detail: undefined }) => void;
}

/**
 * Noise that begins few handshakes at a time: hundreds at once would all take as long as the last. Those of this
 * side begin in the order in which peers answered; one that has not answered takes no turn. The wait
 * is reported to the dial as progress.
 *
 * @param inboundTurn - Resolves when a connection of a peer may begin its handshake.
 */
export function pacedNoise(
  inboundTurn: (raw: MultiaddrConnection) => Promise<void>,
): (components: NoiseComponents) => ConnectionEncrypter {
  const create = noise();
  const turns = new Turns({ atOnce: AT_ONCE, patienceMs: PATIENCE_MS });
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
      const onWaiting = (): void =>
        options?.onProgress?.({ type: 'handshake:waiting', detail: undefined });
      const end = await turns.begin(onWaiting, options?.signal);
      // Its time begins here.
      onWaiting();
      try {
        return await secureOutbound(stream, options);
      } finally {
        end();
      }
    };
    return encrypter;
  };
}

type NoiseComponents = Parameters<ReturnType<typeof noise>>[0];
