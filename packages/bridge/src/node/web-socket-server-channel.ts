import type { RawData, WebSocket } from 'ws';
import { decodeJson, encodeJson } from '../channels/json-codec.ts';
import type { BridgeChannel } from '../protocol/channel.ts';

/** The host's end of a WebSocket. A client that does not read what it is sent is cut off at `maxUnsentBytes`. */
export function webSocketServerChannel(socket: WebSocket, maxUnsentBytes: number): BridgeChannel {
  let isEnded = false;
  return {
    open(receiver) {
      function end(reason: string): void {
        if (isEnded) return;
        isEnded = true;
        socket.terminate();
        receiver.closed(reason);
      }
      // Its close follows.
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
      // Its close follows.
      if (socket.bufferedAmount > maxUnsentBytes) socket.terminate();
    },
    close() {
      isEnded = true;
      // Waits for no answer: the other side may be the reason.
      socket.terminate();
    },
  };
}

function textOf(data: RawData, isBinary: boolean): string {
  // By default ws gives each message as one Buffer. What is no text is no message.
  return Buffer.isBuffer(data) && !isBinary ? data.toString('utf8') : '';
}
