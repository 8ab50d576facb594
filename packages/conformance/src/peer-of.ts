import {
  type CollaborationAdapter,
  type Contact,
  type Endpoint,
  type IncomingInvitation,
  incomingInvitations,
  invite,
  isFinalInvitationStatus,
} from '@beckon/core';
import { filter, lastValueFrom, Subject, takeUntil, tap } from 'rxjs';
import type { ConformancePeer, PeerInvitation, PeerInvite } from './harness.ts';
import { later } from './later.ts';

/** A {@link ConformancePeer} over an adapter of its own, which is open and has an inbox. */
export interface AdapterPeer extends ConformancePeer {
  readonly adapter: CollaborationAdapter;
  invite: NonNullable<ConformancePeer['invite']>;
  card: NonNullable<ConformancePeer['card']>;
  /** Stops listening to the inbox. Does not close the adapter. */
  stop(): void;
}

/**
 * Listens to the inbox of `adapter` until {@link AdapterPeer.stop}. The adapter must be open, and
 * its owner closes it.
 */
export function peerOf(
  adapter: CollaborationAdapter,
  { endpoint, contact }: { readonly endpoint: Endpoint; readonly contact?: Contact },
): AdapterPeer {
  const waiting: ((invitation: PeerInvitation) => void)[] = [];
  const arrived: PeerInvitation[] = [];
  const stopped$ = new Subject<void>();
  incomingInvitations(adapter)
    .pipe(takeUntil(stopped$))
    .subscribe({
      next(incoming) {
        const invitation = peerInvitation(incoming);
        const next = waiting.shift();
        if (next === undefined) arrived.push(invitation);
        else next(invitation);
      },
      // A case may kill or close the peer. The error of its inbox says nothing about the adapter
      // under test.
      error: () => undefined,
    });
  return {
    endpoint,
    ...(contact === undefined ? {} : { contact }),
    adapter,
    card: async () => adapter.identity.card(),
    nextInvitation: () =>
      new Promise((resolve) => {
        const invitation = arrived.shift();
        if (invitation === undefined) waiting.push(resolve);
        else resolve(invitation);
      }),
    invite: (request) => peerInvite(adapter, request),
    stop: () => stopped$.next(),
  };
}

function peerInvitation(incoming: IncomingInvitation): PeerInvitation {
  const outcome = later(lastValueFrom(incoming.status$));
  return {
    applicationId: incoming.applicationId,
    ...(incoming.message === undefined ? {} : { message: incoming.message }),
    ...(incoming.data === undefined ? {} : { data: incoming.data }),
    accept: async (message, data) => (await incoming.accept(message, data)).state,
    decline: async (message) => (await incoming.decline(message)).state,
    outcome: async () => (await outcome).state,
  };
}

function peerInvite(
  adapter: CollaborationAdapter,
  request: Parameters<AdapterPeer['invite']>[0],
): PeerInvite {
  const controller = new AbortController();
  const status$ = invite(adapter, { ...request, signal: controller.signal });
  let onSent: (() => void) | undefined;
  let onFailed: ((error: unknown) => void) | undefined;
  const sent = new Promise<void>((resolve, reject) => {
    onSent = resolve;
    onFailed = reject;
  });
  const outcome = lastValueFrom(
    status$.pipe(
      tap({
        next: ({ state }) => {
          if (state !== 'sending') onSent?.();
        },
        error: (error: unknown) => onFailed?.(error),
      }),
      filter(isFinalInvitationStatus),
    ),
  );
  return { sent: later(sent), outcome: later(outcome), cancel: () => controller.abort() };
}
