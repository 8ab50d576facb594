import {
  type Endpoint,
  type IncomingInvitation,
  incomingInvitations,
  invite,
  type InviteRequest,
  isCollaborationError,
} from '@beckon/core';
import { type Libp2pAdapter, libp2pAdapter } from '@beckon/libp2p';
import {
  catchError,
  EMPTY,
  fromEvent,
  ignoreElements,
  last,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  switchMap,
  tap,
  timer,
  withLatestFrom,
} from 'rxjs';
import type { Cue, Report } from './messages.ts';

/** Time that a person thinks before they answer, in milliseconds. */
const THINKING_MS = 600;

/** The two roles. Each is the main program of a process of its own. */
export const actors = {
  /** Sends the invitation of each cue, and reports each status. */
  async sender(): Promise<void> {
    const adapter = libp2pAdapter({ name: 'Ada' });
    await adapter.open();
    cues()
      .pipe(
        // Any other cue unsubscribes from the invitation.
        switchMap((cue) => (cue.type === 'invite' ? reportsOf(adapter, cue.request) : EMPTY)),
      )
      .subscribe(report);
    report({ type: 'ready', endpoint: await endpointOf(adapter) });
  },

  /** Answers each invitation by the latest cue, and reports its statuses. */
  async recipient(reception: 'anyone' | 'nobody'): Promise<void> {
    const adapter = libp2pAdapter({ name: 'Bob', reception });
    await adapter.open();
    incomingInvitations(adapter)
      .pipe(
        tap((invitation) => report(receivedReport(invitation))),
        withLatestFrom(cues()),
        mergeMap(([invitation, cue]) =>
          merge(answers(invitation, cue), invitation.status$.pipe(last())),
        ),
      )
      .subscribe(({ state }) => report({ type: 'outcome', state }));
    report({ type: 'ready', endpoint: await endpointOf(adapter) });
  },
};

function receivedReport({ from, message, data }: IncomingInvitation): Report {
  return {
    type: 'received',
    from: from.contact?.peerName ?? from.endpoint.address,
    isVerified: from.isVerified,
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data }),
  };
}

/** Answers as the cue says. Emits nothing: `status$` emits the result. */
function answers(invitation: IncomingInvitation, cue: Cue): Observable<never> {
  if (cue.type !== 'answer' || cue.how === 'ignore') return EMPTY;
  const { how, message } = cue;
  return timer(THINKING_MS).pipe(
    mergeMap(() => (how === 'accept' ? invitation.accept(message) : invitation.decline(message))),
    ignoreElements(),
  );
}

function reportsOf(adapter: Libp2pAdapter, request: InviteRequest): Observable<Report> {
  return invite(adapter, request).pipe(
    map((status): Report => ({ type: 'status', status })),
    catchError((error: unknown) => {
      const code = isCollaborationError(error) ? error.code : 'UNKNOWN';
      return of<Report>({ type: 'failed', code, message: String(error) });
    }),
  );
}

function cues(): Observable<Cue> {
  return fromEvent(process, 'message', (cue: Cue) => cue);
}

function report(message: Report): void {
  process.send?.(message);
}

async function endpointOf({ identity }: Libp2pAdapter): Promise<Endpoint> {
  const [endpoint] = await identity.endpoints();
  if (endpoint === undefined) throw new Error('The adapter listens nowhere.');
  return endpoint;
}
