import { type CollaborationAdapter, CollaborationError, type Endpoint } from '@beckon/core';
import { type InvitationFunctions, type InvitationHandle, withTables } from '@beckon/core/adapter';
import type { InvitationTimeline } from '@beckon/core/inspect';
import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { createMockNetwork } from '../network/mock-network.ts';
import { MockEvent } from '../replies/mock-event.ts';
import { Reply } from '../replies/reply.ts';
import { type RecordedCall, TimelineReader } from './timeline-reader.ts';

export interface ReplayOptions {
  /** Runs every reply and signal. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/**
 * An adapter that does again what the adapter of a timeline did: to the same invitation it gives the same replies,
 * failures and signals, after the same times. A call that was never answered is never answered.
 *
 * It replays one invitation; make one for each. A call that the timeline does not have, as when the app now acts
 * otherwise, is answered at once: a question with `pending`, `cancel` and `close` with nothing, an invitation with
 * `NOT_FOUND`. Answers have their messages and data when the timeline was recorded `withContent`. The other tables
 * are those of a mock adapter that is alone in its network.
 *
 * @throws TypeError when `timeline` is no timeline.
 * @example
 * ```ts
 * import { invite } from '@beckon/core';
 * import type { InvitationTimeline } from '@beckon/core/inspect';
 * import { replayAdapter } from '@beckon/mock';
 *
 * declare const timeline: InvitationTimeline; // of a bug report
 *
 * const { address = 'bob', applicationId } = timeline.request;
 * invite(replayAdapter(timeline), { to: { endpoint: { address } }, applicationId }).subscribe(console.log);
 * ```
 */
export function replayAdapter(
  timeline: InvitationTimeline,
  { scheduler = asyncScheduler }: ReplayOptions = {},
): CollaborationAdapter {
  const reader = new TimelineReader(timeline);
  const mock = createMockNetwork({ scheduler }).join({ name: 'replay' });
  const attemptOf = new Map<unknown, number>();
  const eventOf = new Map<number, MockEvent>();
  let attempts = 0;

  /** The recorded reply, after its time; `otherwise` gives the reply to a call that the timeline does not have. */
  function replied<Value>(
    call: RecordedCall | undefined,
    valueOf: (call: RecordedCall) => Value,
    otherwise: () => Value,
  ): PromiseLike<Value> {
    const reply = new Reply<Value>(scheduler);
    if (call === undefined) {
      try {
        reply.resolve(otherwise());
      } catch (error) {
        reply.reject(error);
      }
    } else if (call.replyAfterMs !== undefined) {
      scheduler.schedule(() => {
        const { error } = call;
        if (error === undefined) reply.resolve(valueOf(call));
        else reply.reject(errorOf(error));
      }, call.replyAfterMs);
    }
    if (call !== undefined) repeatEvents(call);
    return reply;
  }

  /** What happens at the time of a reply happens after it. */
  function repeatEvents({ attempt, events }: RecordedCall): void {
    const event = attempt === undefined ? undefined : eventOf.get(attempt);
    for (const { type, afterMs } of events) {
      event?.cancelOnClose(
        scheduler.schedule(() => {
          if (type === 'signal') event.set();
          else event.close();
        }, afterMs),
      );
    }
  }

  function invited(address: string, own: unknown): PromiseLike<InvitationHandle> {
    const attempt = attemptOf.get(own) ?? attempts++;
    const call = reader.take('invitations.invite', attempt);
    return replied(
      call,
      () => handleOf(attempt),
      () => {
        throw new CollaborationError(
          'NOT_FOUND',
          `replayAdapter: the timeline has no invitation to ${address}.`,
        );
      },
    );
  }

  function handleOf(attempt: number): InvitationHandle {
    const nothing = (): void => undefined;
    const done = (operation: string) => (): PromiseLike<void> =>
      replied(reader.take(operation, attempt), nothing, nothing);
    return {
      response: () =>
        replied(
          reader.take('InvitationHandle.response', attempt),
          ({ response }) => response ?? 'pending',
          () => 'pending',
        ),
      cancel: done('InvitationHandle.cancel'),
      close: done('InvitationHandle.close'),
    };
  }

  const invitations: InvitationFunctions = {
    ...mock.invitations,
    inviteEndpoint: ({ address }, _invitation, event) => invited(address, event),
    inviteContact: (_contact, { address }, _invitation, event) => invited(address, event),
  };
  const adapter = withTables(mock, {
    invitations,
    contacts: {
      ...mock.contacts,
      endpoints: () =>
        replied<readonly Endpoint[]>(
          reader.take('contacts.endpoints', undefined),
          ({ addresses = [] }) => addresses.map((address) => ({ address })),
          () => [],
        ),
    },
  });
  return {
    ...adapter,
    name: timeline.adapter,
    createEvent: () => {
      const attempt = attempts++;
      const call = reader.take('createEvent', attempt);
      if (call?.error !== undefined) throw errorOf(call.error);
      const event = new MockEvent();
      attemptOf.set(event, attempt);
      eventOf.set(attempt, event);
      return event;
    },
  };
}

function errorOf({
  code,
  message,
  hresult,
}: NonNullable<RecordedCall['error']>): CollaborationError {
  return new CollaborationError(code, message, { hresult });
}
