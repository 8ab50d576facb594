import { networkInterfaces } from 'node:os';
import {
  type Endpoint,
  type IncomingInvitation,
  incomingInvitations,
  invite,
  type InviteRequest,
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
  switchMap,
  tap,
  timer,
  withLatestFrom,
} from 'rxjs';
import { demoHost } from './demo-host.ts';
import type { Cue, HostCue, NeighbourCue, Report } from './messages.ts';
import { Neighbour } from './neighbour.ts';
import { failureReport, receivedReport } from './reports.ts';

/** Time that a person thinks before they answer, in milliseconds. */
const THINKING_MS = 600;

/** The roles. Each is the main program of a process of its own. */
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
    cues().subscribe(() => report({ type: 'prepared' }));
    report({ type: 'ready', endpoint: await endpointOf(adapter) });
  },

  /** Follows each cue, and accepts each invitation of its contacts. */
  async neighbour(name: string): Promise<void> {
    const adapter = libp2pAdapter({
      name,
      reception: 'contacts',
      nearMe: { interfaces: loopback() },
    });
    await adapter.open();
    const neighbour = new Neighbour(adapter);
    merge(
      neighbour.answer(),
      cues<NeighbourCue>().pipe(
        mergeMap((cue) =>
          neighbour.follow(cue).pipe(catchError((error: unknown) => [failureReport(error)])),
        ),
      ),
    ).subscribe(report);
    report({ type: 'ready', endpoint: await endpointOf(adapter) });
  },

  /** Has a host, registers each program that it is told, and reports what the host does. */
  async host(folder: string): Promise<void> {
    const { adapter, reports$, register } = demoHost(folder);
    await adapter.open();
    merge(reports$, cues<HostCue>().pipe(mergeMap(register))).subscribe(report);
    report({ type: 'ready', endpoint: await endpointOf(adapter) });
  },
};

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
    catchError((error: unknown) => [failureReport(error)]),
  );
}

function cues<C = Cue>(): Observable<C> {
  return fromEvent(process, 'message', (cue: C) => cue);
}

function report(message: Report): void {
  process.send?.(message);
}

async function endpointOf({ identity }: Pick<Libp2pAdapter, 'identity'>): Promise<Endpoint> {
  const [endpoint] = await identity.endpoints();
  if (endpoint === undefined) throw new Error('The adapter listens nowhere.');
  return endpoint;
}

/** The interface that only this machine hears. Its name differs from system to system. */
function loopback(): string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.some(({ internal }) => internal) ? [name] : [],
  );
}
