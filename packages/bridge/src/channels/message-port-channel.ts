import type { BridgeChannel } from '../protocol/channel.ts';
import { copyPlainData } from '../protocol/plain-data.ts';

/** What beckon uses of a MessagePort or a Worker, in a page and on Node. */
export interface WebMessagePort {
  postMessage(message: unknown): void;
  addEventListener(
    type: string,
    listener: (event: { readonly type: string; readonly data?: unknown }) => void,
  ): void;
  start?(): void;
  close?(): void;
}

/** What beckon uses of Electron's `MessagePortMain`. */
export interface ElectronMessagePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

// The messages of the bridge are objects. Not every browser tells a port that its other end has closed.
const GOODBYE = 'goodbye';

/**
 * A channel over a MessagePort: of a page, a worker, Node's `worker_threads` or Electron's main
 * process; also over a browser's Worker. The port belongs to the channel from here on.
 *
 * Ends when the other side closes its channel, leaves its page, or, where the platform tells, is
 * gone. Where it does not tell, the bridge's heartbeat notices.
 */
export function messagePortChannel(port: WebMessagePort | ElectronMessagePort): BridgeChannel {
  let onGone: ((reason: string) => void) | undefined;

  const leave = (): void => gone('its page is left', true);

  function gone(reason: string, isOurs = false): void {
    const tell = onGone;
    // Closing a port can tell of itself.
    if (tell === undefined) return;
    if (isOurs) channel.close();
    else release();
    tell(reason);
  }

  function release(): void {
    onGone = undefined;
    page()?.removeEventListener('pagehide', leave);
    port.close?.();
  }

  const channel: BridgeChannel = {
    open(receiver) {
      onGone = (reason) => receiver.closed(reason);
      const take = ({ data }: { readonly data?: unknown }): void => {
        if (data === GOODBYE) gone('the other side has closed it');
        else if (onGone !== undefined) receiver.message(data);
      };
      const close = (): void => gone('the port was closed');
      if ('addEventListener' in port) {
        port.addEventListener('message', take);
        port.addEventListener('close', close);
        port.addEventListener('messageerror', () => gone('a message cannot be read', true));
      } else {
        port.on('message', take);
        port.on('close', close);
      }
      page()?.addEventListener('pagehide', leave);
      port.start?.();
    },
    send(message) {
      // Structured clone carries the whole memory that bytes are a part of; for a `Buffer` of Node
      // that is a pool, with whatever else lies there.
      if (onGone !== undefined)
        port.postMessage(copyPlainData(message, (bytes) => Uint8Array.from(bytes)));
    },
    close() {
      if (onGone === undefined) return;
      port.postMessage(GOODBYE);
      release();
    },
  };
  return channel;
}

interface Page {
  addEventListener(type: 'pagehide', listener: () => void): void;
  removeEventListener(type: 'pagehide', listener: () => void): void;
}

/** The page that this runs in, if it is one. */
function page(): Page | undefined {
  return 'onpagehide' in globalThis ? (globalThis as unknown as Page) : undefined;
}
