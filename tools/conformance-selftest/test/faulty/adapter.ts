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

/** Opens the correct adapter at the first `open()` only. */
const openingOnce: MakeFaulty = (correct) => {
  let isOpened = false;
  return withMembers(() => ({
    async open() {
      if (!isOpened) await correct.open();
      isOpened = true;
    },
  }))(correct);
};

export const faultyLifecycles: FaultyAdapters = [
  {
    breaks: 'close() rejects with NOT_INITIALIZED when open() was not called',
    make: withMembers((correct) => ({
      close: () => Promise.resolve(correct.close()).catch(() => undefined),
    })),
  },
  {
    breaks: 'open() is counted: the adapter works until the last close()',
    make: openingOnce,
  },
  { breaks: 'open() works again after close()', make: openingOnce },
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
    breaks: 'a second EventHandle.close() does nothing',
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
    breaks: 'the last close() completes signaled$ of every event',
    make: withEvent((correct) => ({ signaled$: merge(correct.signaled$, NEVER) })),
  },
  {
    breaks: 'the last close() withdraws pending invitations, and they fail with CLOSED',
    make: withHandle((correct) => ({
      response: () => renamed(correct.response(), 'CLOSED', 'UNREACHABLE'),
    })),
  },
  {
    breaks: 'InvitationHandle.cancel() and close() resolve after the last close() of the adapter',
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
