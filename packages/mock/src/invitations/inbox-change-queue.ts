import { withOwnData } from '@beckon/core/adapter';
import type { ChangeQueue, FeedQueue, InboxChange } from '@beckon/core/adapter';
import type { Calls } from '../replies/calls.ts';
import type { Inbox } from './inbox.ts';

/**
 * A queue of inbox changes for the app. An invitation is delivered when a queue has given its
 * arrival.
 */
export class InboxChangeQueue implements ChangeQueue<InboxChange> {
  readonly #queue: FeedQueue<InboxChange>;
  readonly #inbox: Inbox;
  readonly #calls: Calls;

  constructor(queue: FeedQueue<InboxChange>, inbox: Inbox, calls: Calls) {
    this.#queue = queue;
    this.#inbox = inbox;
    this.#calls = calls;
  }

  next(): PromiseLike<InboxChange | undefined> {
    return this.#calls.ask('ChangeQueue.next', () => {
      const change = this.#queue.take('ChangeQueue.next');
      if (change?.type !== 'arrived') return change;
      this.#inbox.markDelivered(change.invitation.id);
      return { ...change, invitation: withOwnData(change.invitation) };
    });
  }

  close(): PromiseLike<void> {
    return this.#calls.act('ChangeQueue.close', () => this.#queue.close('ChangeQueue.close'));
  }
}
