import {
  BehaviorSubject,
  concatMap,
  defer,
  filter,
  first,
  firstValueFrom,
  map,
  type Observable,
  of,
} from 'rxjs';
import { ask } from '../ask.ts';
import { checkInvitationData, checkMessage } from '../checks.ts';
import type {
  InboxFunctions,
  ReceivedInvitation,
  ReceivedInvitationStatus,
} from '../contract/inbox.ts';
import {
  CollaborationError,
  isCollaborationError,
  toCollaborationError,
} from '../errors/collaboration-error.ts';

/** An invitation that can be answered. It outlives the stream it came from. */
export interface IncomingInvitation extends ReceivedInvitation {
  /**
   * The status: the present one first, then each change. Completes after a status other than `pending`,
   * or when the adapter is closed. Cold; all invitations of one `incomingInvitations` subscription share
   * its change queue. Errors with `NOT_FOUND` when the adapter has forgotten the invitation.
   */
  readonly status$: Observable<ReceivedInvitationStatus>;

  /**
   * Accepts, and waits until the sender's side has the answer. Resolves with the final status: `accepted`,
   * or `withdrawn`, `expired` or `answeredElsewhere` when one of these came first. Start the activity only
   * on `accepted`.
   *
   * When another subscriber's answer is under way, this waits for the result of that answer. Rejects with
   * `CLOSED` when this object has been answered before, also while the earlier answer is under way, and
   * when the adapter is closed before the end is known.
   *
   * `message` and `data` go to the sender where the adapter can carry them (`invitations.carriesReply`),
   * else nowhere. Rejects with `RangeError` when `message` has more than 255 UTF-16 units, or `data` more
   * than 16 384 bytes.
   */
  accept(message?: string, data?: Uint8Array): Promise<ReceivedInvitationStatus>;

  /**
   * Declines; otherwise as {@link accept}. Rejects with `RangeError` when `message` has more than 255
   * UTF-16 units.
   */
  decline(message?: string): Promise<ReceivedInvitationStatus>;
}

/**
 * Makes an invitation of the inbox answerable.
 *
 * @param inboxStatus$ - The status of the invitation in the inbox, through the answer of any subscriber.
 *   Completes when the invitation has ended.
 */
export function incomingInvitation(
  invitation: ReceivedInvitation,
  inbox: InboxFunctions,
  inboxStatus: () => Observable<ReceivedInvitationStatus>,
): IncomingInvitation {
  /** The progress of the answer that this object gave. */
  const own$ = new BehaviorSubject<'none' | 'underWay' | 'replied'>('none');

  const answer = (
    operation: string,
    reply: () => PromiseLike<ReceivedInvitationStatus>,
  ): Promise<ReceivedInvitationStatus> =>
    new Promise((resolve, reject) => {
      if (own$.value !== 'none') {
        throw new CollaborationError('CLOSED', `${operation}: the invitation is answered already.`);
      }
      own$.next('underWay');
      ask(
        reply,
        (status) => {
          own$.next('replied');
          resolve(status);
        },
        (error) => {
          own$.next('none');
          if (isCollaborationError(error, 'CLOSED')) {
            // Somebody else has answered, and that answer may be under way; or the adapter has been
            // closed, and no end will come.
            const ended$ = inboxStatus().pipe(filter(({ state }) => state !== 'pending'));
            firstValueFrom(ended$).then(
              (status) => resolve(seenFromOutside(status)),
              () => reject(error),
            );
          } else {
            reject(toCollaborationError(operation, error));
          }
        },
      );
    });

  return {
    // Nobody asks for the status of most invitations.
    status$: defer(() =>
      inboxStatus().pipe(
        concatMap((status) =>
          isAnswer(status)
            ? // While an answer of this object is under way, the status may be that answer or another.
              own$.pipe(
                first((own) => own !== 'underWay'),
                map((own) => (own === 'replied' ? status : seenFromOutside(status))),
              )
            : of(status),
        ),
      ),
    ),
    accept: async (message, data) => {
      checkMessage('IncomingInvitation.accept', message);
      checkInvitationData('IncomingInvitation.accept', data);
      return answer('IncomingInvitation.accept', () => inbox.accept(invitation.id, message, data));
    },
    decline: async (message) => {
      checkMessage('IncomingInvitation.decline', message);
      return answer('IncomingInvitation.decline', () => inbox.decline(invitation.id, message));
    },
    // Last: new keys after a spread take Node 20 a hundred times as long.
    ...invitation,
  };
}

function isAnswer({ state }: ReceivedInvitationStatus): boolean {
  return state === 'accepted' || state === 'declined';
}

function seenFromOutside(status: ReceivedInvitationStatus): ReceivedInvitationStatus {
  return isAnswer(status) ? { state: 'answeredElsewhere' } : status;
}
