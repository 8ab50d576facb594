import { CollaborationError, type CollaborationErrorCode } from '@beckon/core';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { decodeJson, encodeJson } from './json-codec.ts';

/** The part of a WebSocket that beckon uses. */
export interface WebSocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: {
      readonly type: string;
      readonly data?: unknown;
      readonly code?: number;
    }) => void,
  ): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

export interface WebSocketPipeOptions {
  /** The token that the host gave to this page. The host checks it. */
  readonly token: string;
  /** Default: the platform's. Node 20 has none: give the one of the package `ws`. */
  readonly WebSocket?: WebSocketConstructor;
}

export const SUBPROTOCOL = 'beckon.1';
export const TOKEN_PREFIX = 'beckon.token.';

/** A page that is refused hears the status of HTTP beyond this as a close code: a browser does not tell it the status. */
export const FIRST_CLOSE_CODE = 4000;

const REFUSALS: Readonly<Record<number, readonly [string, CollaborationErrorCode]>> = {
  4401: ['the token is wrong', 'NOT_AUTHORIZED'],
  4503: ['it has too many connections', 'LIMIT_REACHED'],
};

/**
 * A pipe over a WebSocket to a host on this machine; see `serveBridgeOverWebSocket`. Connects at once.
 * The pipe ends when no host is there, or when the host refuses this page. The host tells a page of an
 * allowed origin why it refuses. A page of another origin cannot tell a refusal from an absent host.
 *
 * @throws CollaborationError with `NOT_SUPPORTED` when there is no WebSocket here.
 * @throws An error of the WebSocket, for a URL or token that it cannot use.
 */
export function webSocketPipe(
  url: string,
  { token, WebSocket = platformWebSocket() }: WebSocketPipeOptions,
): MessagePipe {
  // A browser lets a page set no other header. In the URL, logs would show the token.
  const socket = new WebSocket(url, [SUBPROTOCOL, TOKEN_PREFIX + token]);
  /** Messages for when the socket is open. */
  let waiting: string[] | undefined = [];
  let isEnded = false;

  return {
    open(receiver) {
      function end(reason: string, refusal?: CollaborationErrorCode): void {
        if (isEnded) return;
        isEnded = true;
        socket.close();
        receiver.closed(reason, refusal);
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
      socket.addEventListener('close', ({ code = 0 }) => {
        const [reason, refusal] = REFUSALS[code] ?? [
          waiting === undefined
            ? 'the connection was lost'
            : `nobody is at ${url}, or refuses this page: token, origin and number of pages are checked`,
        ];
        end(reason, refusal);
      });
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
