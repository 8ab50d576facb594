import type { MessagePipe } from '@beckon/bridge';
import { createDecoder } from 'lib0/decoding';
import { createEncoder, length, toUint8Array } from 'lib0/encoding';
import { Observable } from 'rxjs';
import * as v from 'valibot';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import { HostMessage, type PageMessage } from '../../shared/board-messages.ts';
import type { BoardDocument } from './board-document.ts';
import type { OpenBoard } from './open-board.ts';

/** Largest amount that a board takes from the other side, in bytes. More could fill this page's memory. */
export const MAX_RECEIVED_BYTES = 32 * 1024 * 1024;

/**
 * Shares a board with the other side, through this page's host. `connect` makes a pipe to the host. Emits
 * whether the other side is there. Completes when the host has gone, or the other side has sent too much.
 * Unsubscribing leaves the board.
 *
 * Each side sends its whole board whenever the other appears, so that a side that was away misses nothing.
 */
export function shareBoard(
  { doc }: BoardDocument,
  { id: boardId, peer }: OpenBoard,
  connect: () => MessagePipe,
): Observable<boolean> {
  return new Observable((subscriber) => {
    const pipe = connect();
    const origin = {};
    let receivedBytes = 0;
    const say = (message: PageMessage): void => pipe.send(message);

    function send(write: (encoder: ReturnType<typeof createEncoder>) => void): void {
      const encoder = createEncoder();
      write(encoder);
      if (length(encoder) > 0) say({ type: 'update', bytes: toUint8Array(encoder) });
    }
    function sendChange(update: Uint8Array, cause: unknown): void {
      if (cause !== origin) send((encoder) => writeUpdate(encoder, update));
    }
    function take(bytes: Uint8Array): void {
      receivedBytes += bytes.byteLength;
      if (receivedBytes > MAX_RECEIVED_BYTES) {
        subscriber.complete();
        return;
      }
      try {
        send((encoder) => {
          readSyncMessage(createDecoder(bytes), encoder, doc, origin, rethrow);
        });
      } catch {
        // An unreadable message is dropped: the other side sends everything that is missing when it is asked.
      }
    }

    pipe.open({
      message(received) {
        const { success, output: message } = v.safeParse(HostMessage, received);
        if (!success) return;
        if (message.type === 'update') {
          take(message.bytes);
          return;
        }
        subscriber.next(message.isHere);
        // Sent also when the other side is away: another page of this host may have the board open.
        send((encoder) => writeSyncStep1(encoder, doc));
      },
      closed: () => subscriber.complete(),
    });
    say({ type: 'join', boardId, peer });
    doc.on('update', sendChange);
    return () => {
      doc.off('update', sendChange);
      pipe.close();
    };
  });
}

function rethrow(error: Error): never {
  throw error;
}
