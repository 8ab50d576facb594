import {
  type AppLaunchInfo,
  type CollaborationAdapter,
  type CollaborationError,
  type IncomingInvitation,
  type InvitationStatus,
  invite,
  type InviteRequest,
  launchInfo,
  pendingInvitations,
  type RuntimeOptions,
} from '@beckon/core';
import { defer, finalize, type Observer, tap } from 'rxjs';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import { eitherSignal } from './either-signal.ts';
import { Lifetime } from './lifetime.ts';
import { connectedAgain } from './reconnecting-adapter.ts';
import type { SentInvitation } from './sent-invitation.ts';
import { SnapshotSubject } from './snapshot-source.ts';
import { StreamSource } from './stream-source.ts';

/** What a provider owns: the invitations in flight, and one subscription for each stream in use. */
export class CollaborationStore {
  readonly adapter: CollaborationAdapter;
  readonly sent = new SnapshotSubject<readonly SentInvitation[]>([]);
  readonly incoming: StreamSource<readonly IncomingInvitation[], CollaborationError>;
  readonly launchInfo: StreamSource<AppLaunchInfo | undefined, CollaborationError>;
  /** The invitations that a component answers or has answered: a second answer is a double click. */
  readonly answered = new WeakSet<IncomingInvitation>();
  readonly lifetime = new Lifetime(() => this.#cancelAll());
  #options: RuntimeOptions;
  #lastId = 0;

  constructor(adapter: CollaborationAdapter, options: RuntimeOptions) {
    this.adapter = adapter;
    this.#options = options;
    // Streams end with a connection, before its adapter says that it is lost.
    const connectedAgain$ = connectedAgain(adapter);
    this.incoming = new StreamSource(
      defer(() => pendingInvitations(adapter, this.#options)),
      [],
      (thrown) => collaborationErrorOf('useIncomingInvitations', thrown),
      connectedAgain$,
    );
    this.launchInfo = new StreamSource(
      launchInfo(adapter),
      undefined,
      (thrown) => collaborationErrorOf('useLaunchInfo', thrown),
      connectedAgain$,
    );
  }

  /** Sets the options of what begins from here on. */
  configure(options: RuntimeOptions): void {
    this.#options = options;
  }

  /** Sends an invitation, which `own` takes back, and lists it until it has ended. */
  send(
    request: InviteRequest,
    own: AbortController,
    observer: Pick<Observer<InvitationStatus>, 'next' | 'error'>,
  ): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const cancel = (): void => own.abort();
    if (!this.lifetime.isHeld) cancel();
    const signal = eitherSignal(own.signal, request.signal);
    defer(() => invite(this.adapter, { ...request, signal }, this.#options))
      .pipe(
        tap((status) => this.#put({ id, request, status, cancel })),
        finalize(() => this.#remove(id)),
      )
      .subscribe(observer);
  }

  #put(invitation: SentInvitation): void {
    const sent = this.sent.getSnapshot();
    const isKnown = sent.some(({ id }) => id === invitation.id);
    this.sent.set(
      isKnown
        ? sent.map((other) => (other.id === invitation.id ? invitation : other))
        : [...sent, invitation],
    );
  }

  #remove(id: number): void {
    const sent = this.sent.getSnapshot();
    const others = sent.filter((other) => other.id !== id);
    if (others.length < sent.length) this.sent.set(others);
  }

  #cancelAll(): void {
    for (const { cancel } of this.sent.getSnapshot()) cancel();
  }
}
