import type { RawData, WebSocket } from 'ws';
import { decodeJson, encodeJson } from '../pipes/json-codec.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';

/** The host's end of a WebSocket. A client that does not read what it is sent is cut off at `maxUnsentBytes`. */
export function webSocketServerPipe(socket: WebSocket, maxUnsentBytes: number): MessagePipe {
  let isEnded = false;
  return {
    open(receiver) {
      function end(reason: string): void {
        if (isEnded) return;
        isEnded = true;
        socket.terminate();
        receiver.closed(reason);
      }
      // A close follows each error.
      socket.on('error', () => undefined);
      socket.on('close', () => end('the connection was lost'));
      socket.on('message', (data, isBinary) => {
        if (isEnded) return;
        let message: unknown;
        try {
          message = decodeJson(textOf(data, isBinary));
        } catch {
          return end('a message cannot be read');
        }
        receiver.message(message);
      });
    },
    send(message) {
      if (isEnded || socket.readyState !== socket.OPEN) return;
      socket.send(encodeJson(message));
      // A close follows.
      if (socket.bufferedAmount > maxUnsentBytes) socket.terminate();
    },
    close() {
      isEnded = true;
      // Without waiting for an answer: the other side may be the reason.
      socket.terminate();
    },
  };
}

function textOf(data: RawData, isBinary: boolean): string {
  // By default ws gives each message as one Buffer. A binary one is no message of the bridge.
  return Buffer.isBuffer(data) && !isBinary ? data.toString('utf8') : '';
}
