import { CollaborationError } from '@beckon/core';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { decodeJson, encodeJson } from './json-codec.ts';

/** What beckon uses of a WebSocket. */
export interface WebSocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: { readonly type: string; readonly data?: unknown }) => void,
  ): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

export interface WebSocketPipeOptions {
  /** The token that the host gave to this page, and wants to see again. */
  readonly token: string;
  /** Default: the platform's. Node 20 has none: give the one of the package `ws`. */
  readonly WebSocket?: WebSocketConstructor;
}

export const SUBPROTOCOL = 'beckon.1';
export const TOKEN_PREFIX = 'beckon.token.';

/**
 * A pipe over a WebSocket to a host on this machine; see `serveBridgeOverWebSocket`. Connects at
 * once. The pipe ends when the host is not there, or refuses this page; a browser does not tell which.
 *
 * @throws CollaborationError with `NOT_SUPPORTED` when there is no WebSocket here.
 * @throws An error of the WebSocket, for a URL or token that it cannot use.
 */
export function webSocketPipe(
  url: string,
  { token, WebSocket = platformWebSocket() }: WebSocketPipeOptions,
): MessagePipe {
  // A browser lets a page set no other header. The token is not in the URL, where logs would show it.
  const socket = new WebSocket(url, [SUBPROTOCOL, TOKEN_PREFIX + token]);
  /** Messages for when the socket is open. */
  let waiting: string[] | undefined = [];
  let isEnded = false;

  return {
    open(receiver) {
      function end(reason: string): void {
        if (isEnded) return;
        isEnded = true;
        socket.close();
        receiver.closed(reason);
      }
      socket.addEventListener('open', () => {
        for (const text of waiting ?? []) socket.send(text);
        waiting = undefined;
      });
      socket.addEventListener('message', ({ data }) => {
        if (isEnded) return;
        let message: unknown;
        try {
          message = decodeJson(data as string);
        } catch {
          return end('a message cannot be read');
        }
        receiver.message(message);
      });
      socket.addEventListener('error', () => undefined);
      socket.addEventListener('close', () =>
        end(
          waiting === undefined
            ? 'the connection was lost'
            : `nobody is at ${url}, or refuses this page: token, origin and number of pages are checked`,
        ),
      );
    },
    send(message) {
      if (isEnded) return;
      const text = encodeJson(message);
      if (waiting === undefined) socket.send(text);
      else waiting.push(text);
    },
    close() {
      if (isEnded) return;
      isEnded = true;
      socket.close();
    },
  };
}

function platformWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (WebSocket === undefined) {
    throw new CollaborationError(
      'NOT_SUPPORTED',
      'webSocketPipe: this platform has no WebSocket. Give the one of the package ws as an option.',
    );
  }
  return WebSocket;
}
