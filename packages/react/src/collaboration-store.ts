import {
  type CollaborationAdapter,
  type CollaborationError,
  type IncomingInvitation,
  type InvitationStatus,
  invite,
  type InviteRequest,
  type RuntimeOptions,
} from '@beckon/core';
import { defer, finalize, NEVER, type Observable, type Observer, Subject, tap } from 'rxjs';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import { eitherSignal } from './either-signal.ts';
import { frames } from './frame.ts';
import { Lifetime } from './lifetime.ts';
import type { LiveStream } from './live-stream.ts';
import { connectedAgain } from './reconnecting-adapter.ts';
import type { SentInvitation } from './sent-invitation.ts';
import { SnapshotSubject } from './snapshot-source.ts';
import { StreamSource } from './stream-source.ts';
import { WeakValues } from './weak-values.ts';

/** What a provider owns: the invitations in flight, and one subscription for each stream in use. */
export class CollaborationStore {
  readonly adapter: CollaborationAdapter;
  readonly sent = new SnapshotSubject<readonly SentInvitation[]>([]);
  /** The invitations that a component answers or has answered: a second answer is a double click. */
  readonly answered = new WeakSet<IncomingInvitation>();
  /** Emits when the provider is gone, or has another adapter. */
  readonly end$ = new Subject<void>();
  readonly lifetime = new Lifetime(() => {
    this.#cancelAll();
    this.end$.next();
  });
  readonly #live = new WeakValues<object>();
  /** Streams end with a connection, before its adapter says that it is lost. */
  readonly #again$: Observable<unknown>;
  /** One for all live streams, so that React renders their changes together. */
  readonly #frame$ = frames(() => this.#options.scheduler);
  #options: RuntimeOptions;
  #lastId = 0;

  constructor(adapter: CollaborationAdapter, options: RuntimeOptions) {
    this.adapter = adapter;
    this.#options = options;
    this.#again$ = connectedAgain(adapter);
  }

  /** Those of what begins now. */
  get options(): RuntimeOptions {
    return this.#options;
  }

  /** Sets the options of what begins from here on. */
  configure(options: RuntimeOptions): void {
    this.#options = options;
  }

  /** The source of a live stream, the same for everybody who holds one. Without a subject, it waits. */
  live<T, Subject>(
    stream: LiveStream<T, Subject>,
    subject: Subject | undefined,
  ): StreamSource<T, CollaborationError> {
    const { hook, initial, keyOf } = stream;
    const key = subject === undefined ? hook : `${hook} ${keyOf?.(subject)}`;
    return this.#live.get(key, () => {
      const stream$ = defer(() =>
        subject === undefined ? NEVER : stream.open(this.adapter, this.#options, subject),
      );
      return new StreamSource(stream$, initial, (thrown) => collaborationErrorOf(hook, thrown), {
        again$: this.#again$,
        frame$: this.#frame$,
      });
    }) as StreamSource<T, CollaborationError>;
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
