import {
  type CollaborationAdapter,
  type CollaborationErrorCode,
  type CollaborationEvent,
  type FunctionTable,
  isCollaborationError,
  type Presence,
} from '@beckon/core';
import {
  type ChangeQueue,
  type EventHandle,
  type FunctionTables,
  type InboxChange,
  type InvitationHandle,
  withTables,
} from '@beckon/core/adapter';

/** An adapter that breaks one rule of the contract, and the case that must catch it. */
export interface FaultyAdapter {
  /** Name of the case. */
  readonly breaks: string;
  /** The correct adapter that is altered. Default: `'complete'`. */
  readonly over?: 'complete' | 'sparse';
  readonly make: MakeFaulty;
}

export type MakeFaulty = (correct: CollaborationAdapter) => CollaborationAdapter;

/** The faulty adapters of one table. There is at least one. */
export type FaultyAdapters = readonly [FaultyAdapter, ...FaultyAdapter[]];

/** A table that the correct adapter has. */
export function tableOf<Table extends FunctionTable>(
  adapter: CollaborationAdapter,
  table: Table,
): FunctionTables[Table] {
  const functions = (adapter as Partial<FunctionTables>)[table];
  if (functions === undefined) throw new Error(`The adapter that is made faulty has no ${table}.`);
  return functions;
}

/** Replaces some members of an adapter. */
export function withMembers(
  change: (correct: CollaborationAdapter) => Partial<CollaborationAdapter>,
): MakeFaulty {
  return (correct) => ({ ...withTables(correct, {}), ...change(correct) });
}

/** Replaces some members of a table. */
export function withTable<Table extends FunctionTable>(
  table: Table,
  change: (
    correct: FunctionTables[Table],
    adapter: CollaborationAdapter,
  ) => Partial<FunctionTables[Table]>,
): MakeFaulty {
  return (correct) => {
    const functions = tableOf(correct, table);
    return {
      ...withTables(correct, {}),
      [table]: { ...functions, ...change(functions, correct) },
    };
  };
}

/** Wraps one function of a table, given by its name. */
export function withFunction(
  table: FunctionTable,
  name: string,
  wrap: (call: () => Promise<unknown>, adapter: CollaborationAdapter) => Promise<unknown>,
): MakeFaulty {
  return (correct) => {
    const functions = tableOf(correct, table) as unknown as Record<string, unknown>;
    const original = functions[name] as (...args: readonly unknown[]) => PromiseLike<unknown>;
    const wrapped = (...args: readonly unknown[]): Promise<unknown> =>
      wrap(async () => original(...args), correct);
    return { ...withTables(correct, {}), [table]: { ...functions, [name]: wrapped } };
  };
}

/** Replaces some functions of every invitation handle. */
export function withHandle(
  change: (correct: InvitationHandle) => Partial<InvitationHandle>,
): MakeFaulty {
  const altered = (correct: InvitationHandle): InvitationHandle => ({
    response: () => correct.response(),
    cancel: (reason) => correct.cancel(reason),
    close: () => correct.close(),
    ...change(correct),
  });
  return withTable('invitations', (correct) => ({
    inviteEndpoint: async (...args) => altered(await correct.inviteEndpoint(...args)),
    inviteContact: async (...args) => altered(await correct.inviteContact(...args)),
  }));
}

/** Replaces some members of every event. The event stays an event of the adapter. */
export function withEvent(
  change: (correct: EventHandle, adapter: CollaborationAdapter) => Partial<EventHandle>,
): MakeFaulty {
  return withMembers((adapter) => ({
    createEvent() {
      const event = adapter.createEvent();
      const { signaled$ } = event;
      const close = event.close.bind(event);
      return Object.assign(event, change({ signaled$, close }, adapter));
    },
  }));
}

/** Replaces some functions of a change queue. */
export function withQueue<Change>(
  correct: ChangeQueue<Change>,
  change: Partial<ChangeQueue<Change>>,
): ChangeQueue<Change> {
  return { next: () => correct.next(), close: () => correct.close(), ...change };
}

/** Alters the changes of a queue. A change that becomes `undefined` is left out. */
export function altering<Change>(
  queue: ChangeQueue<Change>,
  alter: (change: Change) => Change | undefined,
): ChangeQueue<Change> {
  return withQueue(queue, {
    async next() {
      for (;;) {
        const change = await queue.next();
        if (change === undefined) return undefined;
        const altered = alter(change);
        if (altered !== undefined) return altered;
      }
    },
  });
}

/** Alters the changes of every queue of the inbox. */
export const withInboxChanges = (
  alter: (change: InboxChange) => InboxChange | undefined,
): MakeFaulty =>
  withTable('inbox', (correct) => ({
    changes: async (event) => altering(await correct.changes(event), alter),
  }));

/** Alters the events of every queue of collaboration events. */
export const withCollaborationEvents = (
  alter: (event: CollaborationEvent) => CollaborationEvent | undefined,
): MakeFaulty =>
  withTable('events', (correct) => ({
    changes: async (filters, event) => altering(await correct.changes(filters, event), alter),
  }));

/** Gives the result of a call, or `value` when the call rejects with `code`. */
export async function instead<T>(
  call: () => PromiseLike<T>,
  code: CollaborationErrorCode,
  value: () => T | PromiseLike<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isCollaborationError(error, code)) return value();
    throw error;
  }
}

/** The same bytes as a view into a larger buffer, as a careless decoder gives them. */
export function asView(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.byteLength + 8);
  larger.set(bytes, 8);
  return larger.subarray(8);
}

/** Takes the first presence that is at hand for the presence that holds. */
export const rememberingTheFirstPresence: MakeFaulty = withTable('presence', ({ at }) => {
  let first: Presence | undefined;
  return { at: async (endpoint) => (first ??= await at(endpoint)) };
});

/** Takes a failed request for one that has succeeded. */
export const withoutFailedRequests: MakeFaulty = withCollaborationEvents((event) => {
  if (event.type !== 'requestStatusChanged') return event;
  return { type: event.type, ...(event.endpoint && { endpoint: event.endpoint }) };
});
