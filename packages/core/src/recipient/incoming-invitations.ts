import {
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  firstValueFrom,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  share,
  takeWhile,
  tap,
} from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { InboxChange, InboxFunctions } from '../contract/inbox.ts';
import type { ReceivedInvitation, ReceivedInvitationStatus } from '../contract/inbox.ts';
import {
  CollaborationError,
  isCollaborationError,
  toCollaborationError,
} from '../errors/collaboration-error.ts';
import { CAUGHT_UP, type CaughtUp, changeStream } from '../change-stream.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { checkInvitationData, checkMessage } from '../checks.ts';
import type { IncomingInvitation } from './incoming-invitation.ts';

/**
 * Emits each invitation that others send to this side; those that are pending already come first.
 *
 * Cold: each subscription opens a change queue at the adapter and gets its own copy of every invitation.
 * Unsubscribing closes the queue once no `status$` is subscribed any more; invitations stay
 * pending and can still be answered. Completes when the adapter is closed. Errors with
 * `NOT_SUPPORTED` when the adapter has no inbox (on Windows the system shows invitations itself),
 * and with `NOT_INITIALIZED` when it is not open.
 *
 * @example
 * ```ts
 * import { incomingInvitations, type CollaborationAdapter } from '@beckon/core';
 *
 * declare const adapter: CollaborationAdapter;
 *
 * incomingInvitations(adapter).subscribe(async (invitation) => {
 *   const status = await invitation.accept();
 *   if (status.state === 'accepted') console.log('Join with', invitation.data);
 * });
 * ```
 */
export function incomingInvitations(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<IncomingInvitation> {
  const runtime = new Runtime(options);
  return defer(() => {
    const { inbox, name } = adapter;
    if (inbox === undefined) {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `incomingInvitations: the ${name} adapter has no inbox; there the system shows invitations itself.`,
      );
    }
    return new InboxFeed(adapter, inbox, runtime).invitations();
  });
}

/** What one subscription has of the inbox: one change queue for the stream and every `status$`. */
class InboxFeed {
  readonly #inbox: InboxFunctions;
  readonly #changes$: Observable<InboxChange | CaughtUp>;
  #isCaughtUp = false;

  constructor(adapter: CollaborationAdapter, inbox: InboxFunctions, runtime: Runtime) {
    this.#inbox = inbox;
    this.#changes$ = changeStream(
      adapter,
      'incomingInvitations',
      (event) => inbox.changes(event),
      runtime,
    ).pipe(
      tap((change) => {
        if (change === CAUGHT_UP) this.#isCaughtUp = true;
      }),
      finalize(() => {
        this.#isCaughtUp = false;
      }),
      share(),
    );
  }

  invitations(): Observable<IncomingInvitation> {
    return this.#changes$.pipe(
      filter((change) => change !== CAUGHT_UP && change.type === 'arrived'),
      map(({ invitation }) => this.#incoming(invitation)),
    );
  }

  #incoming(invitation: ReceivedInvitation): IncomingInvitation {
    let isAnsweredHere = false;
    const answer = async (
      operation: string,
      reply: () => PromiseLike<ReceivedInvitationStatus>,
    ): Promise<ReceivedInvitationStatus> => {
      if (isAnsweredHere) {
        throw new CollaborationError('CLOSED', `${operation}: the invitation is answered already.`);
      }
      isAnsweredHere = true;
      try {
        return await firstValueFrom(defer(reply));
      } catch (error) {
        isAnsweredHere = false;
        if (!isCollaborationError(error, 'CLOSED')) throw toCollaborationError(operation, error);
        // Somebody else answered it, at this adapter; or the adapter was closed meanwhile.
        return seenFromOutside(
          await Promise.resolve(this.#inbox.status(invitation.id)).catch(() => {
            throw error;
          }),
        );
      }
    };
    return {
      ...invitation,
      status$: this.#status(invitation.id).pipe(
        map((status) => (isAnsweredHere ? status : seenFromOutside(status))),
      ),
      accept: async (message, data) => {
        checkMessage('IncomingInvitation.accept', message);
        checkInvitationData('IncomingInvitation.accept', data);
        return answer('IncomingInvitation.accept', () =>
          this.#inbox.accept(invitation.id, message, data),
        );
      },
      decline: async (message) => {
        checkMessage('IncomingInvitation.decline', message);
        return answer('IncomingInvitation.decline', () =>
          this.#inbox.decline(invitation.id, message),
        );
      },
    };
  }

  #status(id: string): Observable<ReceivedInvitationStatus> {
    // Asked only once caught up, so that no change falls between the reply and the first signal.
    const caughtUp$ = defer(() => (this.#isCaughtUp ? of<CaughtUp>(CAUGHT_UP) : EMPTY));
    return merge(this.#changes$, caughtUp$).pipe(
      mergeMap((change) => {
        if (change === CAUGHT_UP) return this.#inbox.status(id);
        const isOurs = change.type === 'statusChanged' && change.invitationId === id;
        return isOurs ? of(change.status) : EMPTY;
      }),
      distinctUntilChanged((a, b) => a.state === b.state),
      takeWhile(({ state }) => state === 'pending', true),
    );
  }
}

function seenFromOutside(status: ReceivedInvitationStatus): ReceivedInvitationStatus {
  const isAnswer = status.state === 'accepted' || status.state === 'declined';
  return isAnswer ? { state: 'answeredElsewhere' } : status;
}
