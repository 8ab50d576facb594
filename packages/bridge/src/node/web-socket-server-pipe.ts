import { clearImmediate, setImmediate } from 'node:timers';
import { TokenBucket } from '@beckon/core/adapter';
import type { RawData, WebSocket } from 'ws';
import { BYTES, decodeJson } from '../pipes/json-codec.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import { copyPlainData } from '../protocol/plain-data.ts';
import { costOf, type ReadPace } from './read-pace.ts';

/** Pings and pongs of the WebSocket protocol. A page cannot send any; a program needs one in a while. */
const CONTROL_FRAMES = { burst: 20, perSecond: 2 };

/** What the host sets for one client. */
export interface WebSocketServerPipeOptions {
  readonly maxUnsentBytes: number;
  readonly pace: ReadPace;
  /** Called when the host itself ends the WebSocket, for how the client behaves. */
  readonly onCutOff: () => void;
}

/**
 * The host's end of a WebSocket. A client is cut off when it does not read what it is sent, at
 * `maxUnsentBytes`; with more pings and pongs than it needs; and with what cannot be read. The messages of a
 * client that sends or asks for much wait at its side.
 */
export function webSocketServerPipe(
  socket: WebSocket,
  { maxUnsentBytes, pace, onCutOff }: WebSocketServerPipeOptions,
): MessagePipe {
  const controlFrames = new TokenBucket(CONTROL_FRAMES, () => performance.now());
  /** Messages that have come with one that was read, and wait for their turn. */
  const waiting: string[] = [];
  /** Takes back the turn that is to come. */
  let cancelTurn: (() => void) | undefined;
  /** When the next message is read. */
  let restsUntil = 0;
  let isEnded = false;
  let isGone = false;

  function count(text: string): void {
    const restMs = pace.count(costOf(text));
    restsUntil = Math.max(restsUntil, performance.now() + restMs);
  }

  return {
    open(receiver) {
      function end(reason: string): void {
        if (isEnded) return;
        isEnded = true;
        cancelTurn?.();
        socket.terminate();
        receiver.closed(reason);
      }
      function cutOff(reason: string): void {
        if (!isEnded) onCutOff();
        end(reason);
      }
      function onControlFrame(): void {
        if (!controlFrames.take()) cutOff('it sends too many pings or pongs');
      }
      // ws would wait for the other side to close.
      socket.on('error', () => cutOff('a frame cannot be read'));
      socket.on('close', () => {
        isGone = true;
        if (cancelTurn === undefined) end('the connection was lost');
      });
      socket.on('ping', onControlFrame);
      socket.on('pong', onControlFrame);
      socket.on('message', (data, isBinary) => {
        if (isEnded) return;
        waiting.push(textOf(data, isBinary));
        if (cancelTurn === undefined) readOne();
      });

      /** One message a turn of the event loop: what one client has sent at once does not hold up the others. */
      function readOne(): void {
        cancelTurn = undefined;
        const restMs = restsUntil - performance.now();
        if (restMs > 0 && !isGone) {
          socket.pause();
          const resting = setTimeout(readOne, restMs);
          cancelTurn = () => clearTimeout(resting);
          return;
        }
        const text = waiting.shift();
        if (text === undefined) return isGone ? end('the connection was lost') : socket.resume();
        let message: unknown;
        try {
          message = decodeJson(text);
        } catch {
          return cutOff('a message cannot be read');
        }
        count(text);
        const turn = setImmediate(readOne);
        cancelTurn = () => clearImmediate(turn);
        receiver.message(message);
      }
    },
    send(message) {
      if (isEnded || socket.readyState !== socket.OPEN) return;
      const text = encode(message);
      socket.send(text);
      count(text);
      if (socket.bufferedAmount <= maxUnsentBytes) return;
      onCutOff();
      // A close follows.
      socket.terminate();
    },
    close() {
      isEnded = true;
      cancelTurn?.();
      // Without waiting for an answer: the other side may be the reason.
      socket.terminate();
    },
  };
}

function textOf(data: RawData, isBinary: boolean): string {
  // By default ws gives each message as one Buffer. A binary one is no message of the bridge.
  return Buffer.isBuffer(data) && !isBinary ? data.toString('utf8') : '';
}

/** Writes as `encodeJson` does, with Node's base64: twenty times as fast. */
function encode(message: unknown): string {
  return JSON.stringify(
    copyPlainData(message, ({ buffer, byteOffset, byteLength }) => ({
      [BYTES]: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    })),
  );
}
