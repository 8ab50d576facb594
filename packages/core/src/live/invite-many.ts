/**
 * One invitation to several people.
 *
 * @packageDocumentation
 */
import { Observable } from 'rxjs';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import type { RuntimeOptions } from '../runtime.ts';
import type { AbortSignalLike } from '../sender/abort-signal.ts';
import { type InvitationStatus, isFinalInvitationStatus } from '../sender/invitation-status.ts';
import { invite } from '../sender/invite.ts';
import type { InvitationTarget, InviteRequest } from '../sender/invite-request.ts';

/** What each recipient's invitation has come to: its last status, or why it failed. */
export type InviteManyStatus = ReadonlyMap<InvitationTarget, InvitationStatus | CollaborationError>;

/** When the invitations that are not answered yet are withdrawn: when so many have accepted. */
export type WithdrawRest = 'never' | 'afterFirst' | number;

/** {@link InviteRequest} for several recipients. */
export interface InviteManyRequest extends Omit<InviteRequest, 'to'> {
  /** Default: `'never'`. */
  readonly withdrawRest?: WithdrawRest;
}

/**
 * Invites several people at once, and emits what each invitation has come to: the whole map, in the order of the
 * recipients, again at each change. The entries that have not changed are the same objects.
 *
 * Cold: each subscription sends its own invitations. Unsubscribing withdraws those that are not answered. Completes
 * when each has ended; a failure is an entry of the map, and never an error of the stream. With `withdrawRest` the
 * rest is withdrawn, and ends `cancelled`, as soon as enough have accepted; someone who accepts at the same moment
 * may still count.
 *
 * @param recipients - At least one, and each once; each a contact, an endpoint, or both, as in `InviteRequest.to`.
 * @throws TypeError or RangeError as `invite`, for no recipients, for one that is there twice, and for another
 *   `withdrawRest`.
 * @example
 * ```ts
 * import type { CollaborationAdapter, Contact } from '@beckon/core';
 * import { inviteMany } from '@beckon/core/invite-many';
 *
 * declare const adapter: CollaborationAdapter;
 * declare const friends: readonly Contact[];
 *
 * inviteMany(
 *   adapter,
 *   friends.map((contact) => ({ contact })),
 *   { applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11', message: 'Doubles?', withdrawRest: 3 },
 * ).subscribe((statuses) => console.log([...statuses.values()]));
 * ```
 */
export function inviteMany(
  adapter: CollaborationAdapter,
  recipients: readonly InvitationTarget[],
  { withdrawRest = 'never', signal, ...request }: InviteManyRequest,
  options: RuntimeOptions = {},
): Observable<InviteManyStatus> {
  const enough = numberOf(withdrawRest);
  if (!Array.isArray(recipients) || recipients.length === 0) {
    throw new TypeError('inviteMany: recipients must be a list of at least one.');
  }
  const targets: readonly InvitationTarget[] = recipients;
  // Wrong requests throw here, before anything is sent.
  for (const to of targets) invite(adapter, { ...request, to, ...(signal && { signal }) }, options);
  checkEachOnce(targets);

  return new Observable((subscriber) => {
    const rest = new Withdrawal();
    const withdraw = (): void => rest.abort();
    if (signal?.aborted === true) withdraw();
    signal?.addEventListener('abort', withdraw);
    subscriber.add(() => signal?.removeEventListener('abort', withdraw));
    const statuses = new Map<InvitationTarget, InvitationStatus | CollaborationError>();
    const hasEnded = (status: InvitationStatus | CollaborationError | undefined): boolean =>
      status instanceof CollaborationError ||
      (status !== undefined && isFinalInvitationStatus(status));
    const set = (to: InvitationTarget, status: InvitationStatus | CollaborationError): void => {
      statuses.set(to, status);
      const isWhole = statuses.size === targets.length;
      if (isWhole) subscriber.next(new Map(statuses));
      const accepted = [...statuses.values()].filter(
        (other) => !(other instanceof CollaborationError) && other.state === 'accepted',
      );
      if (accepted.length >= enough) withdraw();
      if (isWhole && [...statuses.values()].every(hasEnded)) subscriber.complete();
    };
    for (const to of targets) {
      if (subscriber.closed) return;
      subscriber.add(
        invite(adapter, { ...request, to, signal: rest }, options).subscribe({
          next: (status) => set(to, status),
          error: (error: unknown) => set(to, toCollaborationError('inviteMany', error)),
        }),
      );
    }
  });
}

/** Nobody is asked twice, and the map has a place for each. */
function checkEachOnce(targets: readonly InvitationTarget[]): void {
  const places = new Map<string, number>();
  for (const [index, { contact, endpoint }] of targets.entries()) {
    const place = JSON.stringify([contact?.peerName, endpoint?.address]);
    const earlier = places.get(place);
    if (earlier !== undefined) {
      throw new TypeError(
        `inviteMany: recipients[${index}] is the same as recipients[${earlier}]. Name each recipient once.`,
      );
    }
    places.set(place, index);
  }
}

/** The signal of the invitations that are not answered yet. */
class Withdrawal implements AbortSignalLike {
  readonly #listeners = new Set<() => void>();
  aborted = false;

  abort(): void {
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }
}

function numberOf(withdrawRest: WithdrawRest): number {
  if (withdrawRest === 'never') return Number.POSITIVE_INFINITY;
  if (withdrawRest === 'afterFirst') return 1;
  if (Number.isInteger(withdrawRest) && withdrawRest >= 1) return withdrawRest;
  throw new RangeError(
    `inviteMany: withdrawRest is ${String(withdrawRest)}; it must be 'never', 'afterFirst' or a whole number of at least 1.`,
  );
}
