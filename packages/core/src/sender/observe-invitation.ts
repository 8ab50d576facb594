import { Observable, type Observer } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { abortOf } from './abort-signal.ts';
import { InvitationAttempt, type Sending } from './invitation-attempt.ts';
import { InvitationRace } from './invitation-race.ts';
import { CANCELLED, type InvitationStatus, SENDING } from './invitation-status.ts';
import { checkInviteRequest, type InvitationTarget, type InviteRequest } from './invite-request.ts';
import type { InvitingAdapter } from './inviting-adapter.ts';

/**
 * One invitation for each subscription, as documented at `invite`.
 *
 * @param operation - The function that the app has called, for messages.
 */
export function observeInvitation(
  operation: string,
  adapter: CollaborationAdapter,
  request: InviteRequest,
  options: RuntimeOptions,
): Observable<InvitationStatus> {
  const { to, invitation } = checkInviteRequest(operation, request);
  const { pollIntervalMs, expiresInMs, signal } = request;
  const runtime = new Runtime(options);

  function inviteOver(adapter: InvitingAdapter): Observable<InvitationStatus> {
    const sending: Sending = { operation, adapter, invitation, pollIntervalMs, runtime };
    return new Observable((subscriber) => {
      subscriber.next(SENDING);
      if (subscriber.closed) return;
      if (signal?.aborted === true) {
        subscriber.next(CANCELLED);
        subscriber.complete();
        return;
      }
      const attempt = attemptAt(to, sending, subscriber);
      subscriber.add(attempt);
      if (signal !== undefined) {
        subscriber.add(abortOf(signal).subscribe(() => attempt.stop('withdrawn')));
      }
      if (expiresInMs !== undefined) {
        subscriber.add(runtime.scheduler.schedule(() => attempt.stop('expired'), expiresInMs));
      }
      attempt.start();
    });
  }

  return options.inspect?.observe(inviteOver, adapter, request, options) ?? inviteOver(adapter);
}

function attemptAt(
  to: InvitationTarget,
  sending: Sending,
  observer: Observer<InvitationStatus>,
): InvitationAttempt | InvitationRace {
  if (to.contact === undefined)
    return new InvitationAttempt(sending, to.endpoint, to.contact, observer);
  return to.endpoint === undefined
    ? new InvitationRace(sending, to.contact, observer)
    : new InvitationAttempt(sending, to.endpoint, to.contact, observer);
}
