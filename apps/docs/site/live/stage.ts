import {
  type IncomingInvitation,
  incomingInvitations,
  invite,
  type InvitationStatus,
  type ReceivedInvitationStatus,
} from '@beckon/core';
import { type InvitationChannel, invitationChannel } from '@beckon/core/channel';
import { explainError } from '@beckon/core/explain';
import { TimelineRecorder } from '@beckon/core/inspect';
import { createMockNetwork, type MockAdapter } from '@beckon/mock';
import { BehaviorSubject, map, mergeMap, type Observable, Subscription, tap } from 'rxjs';
import { type BobsMoment, type Moment, momentsOf } from './moments.ts';

const APPLICATION_ID = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

/** How long a message of the network is under way, in milliseconds: slow enough to be watched. */
const LATENCY_MS = 350;
const EXPIRES_IN_MS = 30_000;

export type Person = 'Ada' | 'Bob';

/** What one looks at. */
export interface Scene {
  /** What the sender's subscriber has heard, in order. */
  readonly statuses: readonly InvitationStatus['state'][];
  /** Why the invitation has failed, as a sentence for a person. */
  readonly failure?: string;
  /** The invitation on Bob's screen, with the last status that Bob has seen. */
  readonly invitation?: IncomingInvitation;
  readonly bobSees?: ReceivedInvitationStatus['state'];
  readonly isBobThere: boolean;
  readonly isPending: boolean;
  /** Whether both sides have the channel. */
  readonly isTalking: boolean;
  readonly said: readonly { readonly by: Person; readonly text: string }[];
  readonly moments: readonly Moment[];
}

const EMPTY: Scene = {
  statuses: [],
  isBobThere: true,
  isPending: false,
  isTalking: false,
  said: [],
  moments: [],
};

/** Two people on a network in memory. What they do is real; only the network is not. */
export class Stage {
  readonly #scene$ = new BehaviorSubject<Scene>(EMPTY);
  readonly #network = createMockNetwork({ latencyMs: LATENCY_MS });
  readonly #ada = this.#network.join({ name: 'ada', contact: { displayName: 'Ada' } });
  readonly #bob = this.#network.join({ name: 'bob', contact: { displayName: 'Bob' } });
  readonly #recorder = new TimelineRecorder({ onEntry: () => this.#draw() });
  readonly #subscriptions = new Subscription();
  #sending = new Subscription();
  #listening = new Subscription();
  #bobs: BobsMoment[] = [];
  #channels = new Map<Person, InvitationChannel<string>>();

  get scene$(): Observable<Scene> {
    return this.#scene$;
  }

  async open(): Promise<void> {
    await Promise.all([this.#ada.open(), this.#bob.open()]);
    this.#listen();
  }

  close(): void {
    this.#sending.unsubscribe();
    this.#listening.unsubscribe();
    this.#subscriptions.unsubscribe();
    for (const name of ['ada', 'bob']) this.#network.crash(name);
  }

  /** Ada subscribes. */
  invite(message: string): void {
    this.#sending.unsubscribe();
    this.#hangUp();
    this.#recorder.clear();
    this.#bobs = [];
    const { isBobThere } = this.#scene$.value;
    this.#scene$.next({ ...EMPTY, isBobThere, isPending: true });
    this.#sending = invite(
      this.#ada,
      {
        to: { endpoint: { address: 'bob' } },
        applicationId: APPLICATION_ID,
        message,
        expiresInMs: EXPIRES_IN_MS,
      },
      { inspect: this.#recorder },
    ).subscribe({
      next: (status) => {
        this.#show({ statuses: [...this.#scene$.value.statuses, status.state] });
        if (status.state === 'accepted') this.#talk('Ada', this.#ada, status.invitationId);
      },
      error: (error: unknown) => this.#show({ failure: explainError(error), isPending: false }),
      complete: () => this.#show({ isPending: false }),
    });
  }

  /** Ada unsubscribes. */
  takeBack(): void {
    this.#sending.unsubscribe();
    this.#show({ isPending: false });
  }

  answer(action: 'accept' | 'decline', message: string): void {
    const { invitation } = this.#scene$.value;
    if (invitation === undefined) return;
    this.#note('Bob', `${action}()`);
    // What became of it is in status$.
    invitation[action](message).catch(() => undefined);
  }

  /** Bob's program ends, or starts anew. */
  async setBobThere(isThere: boolean): Promise<void> {
    this.#show({ isBobThere: isThere });
    if (isThere) {
      await this.#bob.open();
      this.#listen();
    } else {
      this.#listening.unsubscribe();
      await this.#bob.close();
      this.#show({ invitation: undefined, bobSees: undefined });
    }
  }

  /** Says something over the channel. It is shown when the other side hears it. */
  say(by: Person, text: string): void {
    this.#channels.get(by)?.next(text);
  }

  #listen(): void {
    this.#listening = incomingInvitations(this.#bob)
      .pipe(
        tap((invitation) => {
          this.#note('adapter', 'invitation');
          this.#show({ invitation });
        }),
        mergeMap(({ id, status$ }) => status$.pipe(map(({ state }) => ({ id, state })))),
      )
      .subscribe(({ id, state }) => {
        this.#show({ bobSees: state });
        if (state !== 'pending') this.#note('adapter', state);
        if (state === 'accepted') this.#talk('Bob', this.#bob, id);
      });
  }

  /** After the acceptance each side opens the channel of the invitation. */
  #talk(by: Person, adapter: MockAdapter, invitationId = ''): void {
    const channel$ = invitationChannel<string>(adapter, invitationId);
    this.#channels.set(by, channel$);
    const other: Person = by === 'Ada' ? 'Bob' : 'Ada';
    const hangUp = (): void => this.#hangUp();
    this.#subscriptions.add(
      channel$.subscribe({
        next: (text) => this.#hear(other, text),
        error: hangUp,
        complete: hangUp,
      }),
    );
    this.#show({ isTalking: this.#channels.size === 2 });
  }

  #hangUp(): void {
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    for (const channel$ of channels) channel$.complete();
    this.#show({ isTalking: false });
  }

  #hear(by: Person, text: string): void {
    this.#show({ said: [...this.#scene$.value.said, { by, text }] });
  }

  #note(by: BobsMoment['by'], text: string): void {
    this.#bobs.push({ clockMs: Date.now(), by, text });
    this.#draw();
  }

  #draw(): void {
    const timeline = this.#recorder.timelines.at(-1);
    if (timeline !== undefined) this.#show({ moments: momentsOf(timeline, this.#bobs) });
  }

  #show(change: Partial<Scene>): void {
    this.#scene$.next({ ...this.#scene$.value, ...change });
  }
}
