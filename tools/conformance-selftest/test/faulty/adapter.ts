import { CollaborationError, isCollaborationError } from '@beckon/core';
import { AutoResetEvent } from '@beckon/core/adapter';
import { merge, NEVER } from 'rxjs';
import {
  type FaultyAdapters,
  type MakeFaulty,
  withEvent,
  withHandle,
  withMembers,
} from '../faulty-adapter.ts';

const eventEvenIfNotOpen =
  (isWrong: (openCount: number) => boolean): MakeFaulty =>
  (correct) => {
    let openCount = 0;
    return withMembers(() => ({
      async open() {
        await correct.open();
        openCount++;
      },
      createEvent() {
        try {
          return correct.createEvent();
        } catch (error) {
          if (isWrong(openCount)) return new AutoResetEvent();
          throw error;
        }
      },
    }))(correct);
  };

/** Opens the adapter below once, ever, or each time. */
const opensOnce =
  (isCounted: boolean): MakeFaulty =>
  (correct) => {
    let openCount = 0;
    return withMembers(() => ({
      async open() {
        openCount++;
        if (openCount === 1 || (isCounted && openCount === 2)) await correct.open();
      },
    }))(correct);
  };

export const faultyAsAWhole: FaultyAdapters = [
  {
    breaks: 'close() rejects with NOT_INITIALIZED when open() was not called',
    make: withMembers((correct) => ({
      close: () => Promise.resolve(correct.close()).catch(() => undefined),
    })),
  },
  {
    breaks: 'open() is counted: the adapter works until the last close()',
    make: opensOnce(false),
  },
  { breaks: 'open() works again after close()', make: opensOnce(false) },
  {
    breaks: 'createEvent() throws NOT_INITIALIZED before open()',
    make: eventEvenIfNotOpen((openCount) => openCount === 0),
  },
  {
    breaks: 'createEvent() throws NOT_INITIALIZED after close()',
    make: eventEvenIfNotOpen((openCount) => openCount > 0),
  },
  {
    breaks: 'EventHandle.close() completes signaled$',
    make: withEvent((correct) => ({ signaled$: merge(correct.signaled$, NEVER) })),
  },
  {
    breaks: 'an event that is closed may be closed again',
    make: withEvent((correct) => {
      let isClosed = false;
      return {
        close() {
          if (isClosed) throw new CollaborationError('CLOSED', 'closed twice');
          isClosed = true;
          correct.close();
        },
      };
    }),
  },
  {
    breaks: 'the last close() completes the signals of every event',
    make: withEvent((correct) => ({ signaled$: merge(correct.signaled$, NEVER) })),
  },
  {
    breaks: 'the last close() withdraws pending invitations, and they fail with CLOSED',
    make: withHandle((correct) => ({
      response: () => renamed(correct.response(), 'CLOSED', 'UNREACHABLE'),
    })),
  },
  {
    breaks: 'handles that are held over the last close() accept cancel() and close()',
    make: withHandle((correct) => ({
      async cancel() {
        // Throws when the adapter is closed.
        await correct.response();
      },
    })),
  },
];

async function renamed<T>(
  reply: PromiseLike<T>,
  from: CollaborationError['code'],
  to: CollaborationError['code'],
): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    throw isCollaborationError(error, from) ? new CollaborationError(to, error.message) : error;
  }
}
