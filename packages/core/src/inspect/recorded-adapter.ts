import { tap } from 'rxjs';
import type { EventHandle } from '../contract/event-handle.ts';
import type { InvitationHandle } from '../contract/invitations.ts';
import type { InvitingAdapter } from '../sender/inviting-adapter.ts';
import type { RecordedOperation } from './timeline.ts';
import type { TimelineWriter } from './timeline-writer.ts';

/** The adapter of one invitation, with each call, reply and signal written down. */
export function recordedAdapter(adapter: InvitingAdapter, writer: TimelineWriter): InvitingAdapter {
  const { invitations, contacts } = adapter;
  /** The adapter's own event, and the attempt that it is for. */
  const events = new Map<EventHandle, { readonly own: EventHandle; readonly attempt: number }>();
  let attempts = 0;

  /** `onReply` writes the reply, and gives what core gets. */
  function call<Reply, Seen>(
    details: Parameters<TimelineWriter['call']>[0],
    act: () => PromiseLike<Reply>,
    onReply: (reply: Reply, call: number) => Seen,
  ): PromiseLike<Seen> {
    const number = writer.call(details);
    const reply = orThrow(number, act);
    return observedReply(
      reply,
      (value) => onReply(value, number),
      (error) => writer.failure(number, error),
    );
  }

  function orThrow<Result>(number: number, act: () => Result): Result {
    try {
      return act();
    } catch (error) {
      writer.failure(number, error);
      throw error;
    }
  }

  function invited(
    operation: RecordedOperation,
    address: string,
    event: EventHandle | undefined,
    act: (own: EventHandle | undefined) => PromiseLike<InvitationHandle>,
  ): PromiseLike<InvitationHandle> {
    const known = event && events.get(event);
    const attempt = known?.attempt ?? attempts++;
    return call(
      { operation, attempt, address },
      () => act(known?.own),
      (handle, number) => {
        writer.reply(number);
        return recordedHandle(handle, attempt);
      },
    );
  }

  function recordedHandle(handle: InvitationHandle, attempt: number): InvitationHandle {
    const done = (_: unknown, number: number): void => writer.reply(number);
    return {
      response: () =>
        call(
          { operation: 'InvitationHandle.response', attempt },
          () => handle.response(),
          (response, number) => {
            writer.reply(number, { response: writer.responseOf(response) });
            return response;
          },
        ),
      cancel: (reason) =>
        call(
          { operation: 'InvitationHandle.cancel', attempt, reason },
          () => handle.cancel(reason),
          done,
        ),
      close: () =>
        call({ operation: 'InvitationHandle.close', attempt }, () => handle.close(), done),
    };
  }

  return {
    name: adapter.name,
    createEvent: () => {
      const attempt = attempts++;
      const created = writer.call({ operation: 'createEvent', attempt });
      const own = orThrow(created, () => adapter.createEvent());
      const event: EventHandle = {
        signaled$: own.signaled$.pipe(
          tap({
            next: () => writer.event('signal', attempt),
            complete: () => writer.event('eventEnded', attempt),
          }),
        ),
        close: () => {
          const closed = writer.call({ operation: 'EventHandle.close', attempt });
          orThrow(closed, () => own.close());
        },
      };
      events.set(event, { own, attempt });
      return event;
    },
    invitations: {
      inviteEndpoint: (endpoint, invitation, event) =>
        invited('invitations.inviteEndpoint', endpoint.address, event, (own) =>
          invitations.inviteEndpoint(endpoint, invitation, own),
        ),
      inviteContact: (contact, endpoint, invitation, event) =>
        invited('invitations.inviteContact', endpoint.address, event, (own) =>
          invitations.inviteContact(contact, endpoint, invitation, own),
        ),
    },
    ...(contacts !== undefined && {
      contacts: {
        endpoints: (contact) =>
          call(
            { operation: 'contacts.endpoints' },
            () => contacts.endpoints(contact),
            (endpoints, number) => {
              writer.reply(number, { addresses: endpoints.map(({ address }) => address) });
              return endpoints;
            },
          ),
      },
    }),
  };
}

/** A reply in the same moment as the adapter's; core calls `then` once. A `then` of its own keeps virtual time. */
function observedReply<Reply, Seen>(
  reply: PromiseLike<Reply>,
  onReply: (reply: Reply) => Seen,
  onError: (error: unknown) => void,
): PromiseLike<Seen> {
  return {
    then: (onValue, onFailure) =>
      reply.then(
        (value) => onValue?.(onReply(value)),
        (error: unknown) => {
          onError(error);
          return onFailure?.(error);
        },
      ),
  } as PromiseLike<Seen>;
}
