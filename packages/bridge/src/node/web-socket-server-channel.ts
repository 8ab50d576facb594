import type { RawData, WebSocket } from 'ws';
import { decodeJson, encodeJson } from '../channels/json-codec.ts';
import type { BridgeChannel } from '../protocol/channel.ts';

/** The host's end of a WebSocket. A client that does not read what it is sent is cut off at `maxUnsentBytes`. */
export function webSocketServerChannel(socket: WebSocket, maxUnsentBytes: number): BridgeChannel {
  return {
    open(receiver) {
      // Its close follows, with what there is to say.
      socket.on('error', () => undefined);
      socket.on('close', () => receiver.closed('the connection was lost'));
      socket.on('message', (data, isBinary) => {
        let message: unknown;
        try {
          // What is no text is no message.
          message = isBinary ? undefined : decodeJson(textOf(data));
        } catch {
          message = undefined;
        }
        receiver.message(message);
      });
    },
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(encodeJson(message));
      if (socket.bufferedAmount > maxUnsentBytes) socket.terminate();
    },
    close() {
      // Waits for no answer: the other side may be the reason.
      socket.terminate();
    },
  };
}

function textOf(data: RawData): string {
  // By default ws gives each message as one Buffer.
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}
