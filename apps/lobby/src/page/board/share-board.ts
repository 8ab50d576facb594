import type { CollaborationAdapter } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import { createDecoder } from 'lib0/decoding';
import { createEncoder, length, toUint8Array } from 'lib0/encoding';
import {
  catchError,
  distinctUntilChanged,
  EMPTY,
  endWith,
  Observable,
  repeat,
  Subject,
  takeUntil,
} from 'rxjs';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import type { BoardDocument } from './board-document.ts';

/** Largest amount that a board takes from the other side, in bytes. More could fill this page's memory. */
export const MAX_RECEIVED_BYTES = 32 * 1024 * 1024;

/** Wait before the channel is opened again, in milliseconds. The other side may be about to open it, or to come back. */
const REOPEN_MS = 500;

/**
 * Shares a board with the other side, over the channel of an accepted invitation. Emits whether the other side is
 * there. Completes when the other side has sent too much. A channel that ends, or cannot be opened, is opened again
 * after a while. Unsubscribing leaves the board.
 *
 * Each side asks for what it lacks whenever the channel opens, so that a side that was away misses nothing.
 */
export function shareBoard(
  document: BoardDocument,
  adapter: CollaborationAdapter,
  invitationId: string,
): Observable<boolean> {
  return new Observable((subscriber) => {
    let receivedBytes = 0;
    const isFlooded$ = new Subject<void>();
    const onBytes = (bytes: number): void => {
      receivedBytes += bytes;
      if (receivedBytes > MAX_RECEIVED_BYTES) isFlooded$.next();
    };
    return openedOnce(document, adapter, invitationId, onBytes)
      .pipe(
        // Why it failed changes nothing: the other side is away.
        catchError(() => EMPTY),
        endWith(false),
        repeat({ delay: REOPEN_MS }),
        distinctUntilChanged(),
        takeUntil(isFlooded$),
      )
      .subscribe(subscriber);
  });
}

/** Shares the board over the channel, as long as it is open. Emits true when it is. */
function openedOnce(
  { doc }: BoardDocument,
  adapter: CollaborationAdapter,
  invitationId: string,
  onBytes: (bytes: number) => void,
): Observable<true> {
  return new Observable((subscriber) => {
    const origin = {};
    let isOpen = false;
    const channel$ = invitationChannel<Uint8Array>(adapter, invitationId, {
      serializer: (bytes) => bytes,
      deserializer: (bytes) => bytes,
      openObserver: {
        next: () => {
          isOpen = true;
          doc.on('update', sendChange);
          send((encoder) => writeSyncStep1(encoder, doc));
          subscriber.next(true);
        },
      },
    });
    function send(write: (encoder: ReturnType<typeof createEncoder>) => void): void {
      const encoder = createEncoder();
      write(encoder);
      if (length(encoder) === 0) return;
      try {
        channel$.next(toUint8Array(encoder));
      } catch (error) {
        // The other side does not read: it gets everything when the channel is open again.
        subscriber.error(error);
      }
    }
    function sendChange(update: Uint8Array, cause: unknown): void {
      if (cause !== origin) send((encoder) => writeUpdate(encoder, update));
    }
    subscriber.add(() => doc.off('update', sendChange));
    const opened = channel$.subscribe({
      next: (bytes) => {
        onBytes(bytes.byteLength);
        if (subscriber.closed) return;
        try {
          send((encoder) => readSyncMessage(createDecoder(bytes), encoder, doc, origin, rethrow));
        } catch {
          // An unreadable message is dropped: the other side sends everything that is missing when it is asked.
        }
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
    subscriber.add(() => {
      // What has been written last, as the word that one leaves, still goes out.
      if (isOpen) channel$.complete();
      else opened.unsubscribe();
    });
  });
}

function rethrow(error: Error): never {
  throw error;
}
