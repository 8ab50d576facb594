import type { MessagePipe } from '../protocol/message-pipe.ts';
import { copyBytes, copyPlainData } from '../protocol/plain-data.ts';

/** The part of a MessagePort or a Worker that beckon uses, in a page and on Node. */
export interface WebMessagePort {
  postMessage(message: unknown): void;
  addEventListener(
    type: string,
    listener: (event: { readonly type: string; readonly data?: unknown }) => void,
  ): void;
  start?(): void;
  close?(): void;
}

/** The part of Electron's `MessagePortMain` that beckon uses. */
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
 * A pipe over a MessagePort: of a page, a worker, Node's `worker_threads` or Electron's main process;
 * also over a browser's Worker. The port belongs to the pipe from here on.
 *
 * Ends when the other side closes its pipe or leaves its page, and, where the platform tells, when the
 * other side is gone. Where the platform does not tell, the bridge's heartbeat notices.
 */
export function messagePortPipe(port: WebMessagePort | ElectronMessagePort): MessagePipe {
  let onGone: ((reason: string) => void) | undefined;

  const leave = (): void => gone('its page is left', true);

  function gone(reason: string, isOurs = false): void {
    const tell = onGone;
    // Closing a port can call this handler again.
    if (tell === undefined) return;
    if (isOurs) pipe.close();
    else release();
    tell(reason);
  }

  function release(): void {
    onGone = undefined;
    page()?.removeEventListener('pagehide', leave);
    port.close?.();
  }

  const pipe: MessagePipe = {
    open(receiver) {
      onGone = (reason) => receiver.closed(reason);
      const hear = ({ data }: { readonly data?: unknown }): void => {
        if (data === GOODBYE) return gone('the other side has closed it');
        if (onGone === undefined) return;
        let message: unknown;
        try {
          // The platform may make objects of another realm, as it does in a test runner's sandbox.
          message = copyPlainData(data, copyBytes);
        } catch {
          return unreadable();
        }
        receiver.message(message);
      };
      const unreadable = (): void => gone('a message cannot be read', true);
      const close = (): void => gone('the port was closed');
      if ('addEventListener' in port) {
        port.addEventListener('message', hear);
        port.addEventListener('close', close);
        port.addEventListener('messageerror', unreadable);
      } else {
        port.on('message', hear);
        port.on('close', close);
      }
      page()?.addEventListener('pagehide', leave);
      port.start?.();
    },
    send(message) {
      // Structured clone carries the whole memory behind bytes. For a `Buffer` of Node that is a pool,
      // with the data of other buffers in it.
      if (onGone !== undefined) port.postMessage(copyPlainData(message, copyBytes));
    },
    close() {
      if (onGone === undefined) return;
      port.postMessage(GOODBYE);
      release();
    },
  };
  return pipe;
}

interface Page {
  addEventListener(type: 'pagehide', listener: () => void): void;
  removeEventListener(type: 'pagehide', listener: () => void): void;
}

/** The page around this code, if there is one. */
function page(): Page | undefined {
  return 'onpagehide' in globalThis ? (globalThis as unknown as Page) : undefined;
}
