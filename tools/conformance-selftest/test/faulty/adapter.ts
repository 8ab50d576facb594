import {
  AutoResetEvent,
  type CollaborationAdapter,
  CollaborationError,
  isCollaborationError,
} from '@beckon/core';
import { merge, NEVER } from 'rxjs';
import { type FaultyAdapter, withEvent, withHandle, withMembers } from '../faulty-adapter.ts';

const eventEvenIfNotOpen =
  (isWrong: (openCount: number) => boolean): FaultyAdapter['make'] =>
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
  (isCounted: boolean): FaultyAdapter['make'] =>
  (correct) => {
    let openCount = 0;
    return withMembers(() => ({
      async open() {
        openCount++;
        if (openCount === 1 || (isCounted && openCount === 2)) await correct.open();
      },
    }))(correct);
  };

export const faultyAsAWhole: readonly FaultyAdapter[] = [
  {
    breaks: 'adapter: close() rejects with NOT_INITIALIZED when open() was not called',
    make: withMembers((correct) => ({
      close: () => Promise.resolve(correct.close()).catch(() => undefined),
    })),
  },
  {
    breaks: 'adapter: open() is counted: the adapter works until the last close()',
    make: opensOnce(false),
  },
  { breaks: 'adapter: open() works again after close()', make: opensOnce(false) },
  {
    breaks: 'adapter: createEvent() throws NOT_INITIALIZED before open()',
    make: eventEvenIfNotOpen((openCount) => openCount === 0),
  },
  {
    breaks: 'adapter: createEvent() throws NOT_INITIALIZED after close()',
    make: eventEvenIfNotOpen((openCount) => openCount > 0),
  },
  {
    breaks: 'adapter: EventHandle.close() completes signaled$',
    make: withEvent((correct) => ({ signaled$: merge(correct.signaled$, NEVER) })),
  },
  {
    breaks: 'adapter: an event that is closed may be closed again',
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
    breaks: 'adapter: the last close() completes the signals of every event',
    make: withEvent((correct) => ({ signaled$: merge(correct.signaled$, NEVER) })),
  },
  {
    breaks: 'adapter: the last close() withdraws pending invitations, and they fail with CLOSED',
    make: withHandle((correct) => ({
      response: () => renamed(correct.response(), 'CLOSED', 'UNREACHABLE'),
    })),
  },
  {
    breaks: 'adapter: handles that are held over the last close() accept cancel() and close()',
    make: withHandle((correct) => ({
      async cancel() {
        // Throws when the adapter is closed.
        await correct.response();
      },
    })),
  },
];

/** For each function, an adapter that answers it although it is not open. */
export const faultyWhenNotOpen: readonly FaultyAdapter[] = Object.entries({
  invitations: ['inviteEndpoint', 'inviteContact', 'sendToEndpoint', 'sendToContact'],
  inbox: ['register', 'status', 'accept', 'decline'],
  identity: ['contact', 'endpoints'],
}).flatMap(([table, names]) =>
  names.flatMap((name) =>
    ['before open()', 'after close()'].map((state) => ({
      breaks: `${table}: ${name}() rejects with NOT_INITIALIZED ${state}`,
      make: withMembers((correct) => {
        const functions = correct[table as keyof CollaborationAdapter];
        return {
          [table]: Object.assign(Object.create(functions as object) as object, {
            [name]: () => Promise.resolve(),
          }),
        };
      }),
    })),
  ),
);

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
