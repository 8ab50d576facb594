import {
  type CollaborationAdapter,
  CollaborationError,
  type IncomingInvitation,
  isCollaborationError,
  type ReceivedInvitationStatus,
  toCollaborationError,
} from '@beckon/core';
import type { InboxFailure, InboxFunctions } from '@beckon/core/adapter';
import {
  catchError,
  concat,
  defer,
  filter,
  from,
  map,
  merge,
  type Observable,
  of,
  switchMap,
  take,
} from 'rxjs';
import { faultOf, type HostEvent } from '../host-event.ts';
import type { Fingerprints } from '../prompt/fingerprints.ts';
import type { PromptDesk } from '../prompt/prompt-desk.ts';
import type { PromptAnswer } from '../prompt/prompt.ts';
import { promptRequest } from '../prompt/prompt-request.ts';
import { contactOf, type HostReception } from './host-reception.ts';
import type {
  InvitedApplication,
  InvitedApplications,
  StartedApplication,
} from './invited-applications.ts';

export interface Receiver {
  readonly adapter: CollaborationAdapter;
  readonly inbox: InboxFunctions;
  readonly reception: HostReception;
  readonly desk: PromptDesk;
  readonly applications: InvitedApplications;
  readonly fingerprints: Fingerprints;
}

/**
 * What a host does about one invitation: decides, asks a person, and starts the application before it accepts, so
 * that what does not start is not accepted. Emits what has happened, and completes when the invitation has ended.
 * Never errors. Unsubscribing takes the prompt away; an answer that is on its way stands.
 */
export function receiveInvitation(
  invitation: IncomingInvitation,
  receiver: Receiver,
): Observable<HostEvent> {
  return new Receiving(invitation, receiver).run();
}

class Receiving {
  readonly #invitation: IncomingInvitation;
  readonly #receiver: Receiver;

  constructor(invitation: IncomingInvitation, receiver: Receiver) {
    this.#invitation = invitation;
    this.#receiver = receiver;
  }

  run(): Observable<HostEvent> {
    const { adapter, reception } = this.#receiver;
    return defer(() => reception.decide(this.#invitation, adapter)).pipe(
      switchMap((verdict) => {
        if (verdict === 'take')
          return from(this.#question()).pipe(switchMap((ask$) => this.#ask(ask$)));
        const reason = verdict === 'incompatible' ? verdict : 'internal';
        return from(this.#fail(reason)).pipe(map((status) => this.#ended(status)));
      }),
      catchError((error: unknown) => of(faultOf('createHost', error))),
    );
  }

  #ask(answer$: Observable<PromptAnswer>): Observable<HostEvent> {
    return concat(
      of<HostEvent>({ type: 'arrived', invitation: this.#invitation }),
      this.#unlessEnded(answer$, ({ action, message }) =>
        action === 'accept' ? this.#start(message) : this.#decline(message),
      ),
    ).pipe(
      catchError((error: unknown) => {
        if (!isCollaborationError(error, 'LIMIT_REACHED')) throw error;
        return from(this.#fail('internal')).pipe(map((status) => this.#ended(status)));
      }),
    );
  }

  async #question(): Promise<Observable<PromptAnswer>> {
    const { adapter, applications, desk, fingerprints } = this.#receiver;
    const contact = await contactOf(this.#invitation, adapter);
    const application = await applications.find(this.#invitation.applicationId);
    return desk.ask({
      peer: peerOf(this.#invitation),
      isContact: contact !== undefined,
      request: () =>
        promptRequest(this.#invitation, contact, application?.description, fingerprints),
    });
  }

  #decline(message: string | undefined): Observable<HostEvent> {
    return from(this.#invitation.decline(message)).pipe(map((status) => this.#ended(status)));
  }

  #start(message: string | undefined): Observable<HostEvent> {
    const { applicationId } = this.#invitation;
    return from(this.#receiver.applications.find(applicationId)).pipe(
      switchMap((application) => {
        if (application !== undefined) return this.#startAndAccept(application, message);
        const what = `createHost: the application ${applicationId} is not registered here any more.`;
        return this.#launchFailed('incompatible', new CollaborationError('INCOMPATIBLE', what));
      }),
    );
  }

  #startAndAccept(
    application: InvitedApplication,
    message: string | undefined,
  ): Observable<HostEvent> {
    const started$ = application.start(this.#invitation).pipe(
      map((started) => ({ started })),
      catchError((error: unknown) => of({ error })),
    );
    return this.#unlessEnded(started$, (start) =>
      'error' in start
        ? this.#launchFailed('internal', start.error)
        : from(this.#accept(start.started, message)),
    );
  }

  /** Goes on when nobody hears of it any more: a program must not outlive an acceptance that does not stand. */
  async #accept(application: StartedApplication, message: string | undefined): Promise<HostEvent> {
    try {
      const status = await this.#invitation.accept(message);
      if (status.state !== 'accepted') {
        application.end();
        return this.#ended(status);
      }
    } catch (error) {
      application.end();
      throw error;
    }
    await application.begin();
    const { program, pid } = application;
    return {
      type: 'launched',
      invitation: this.#invitation,
      ...(program === undefined ? {} : { program }),
      ...(pid === undefined ? {} : { pid }),
    };
  }

  #launchFailed(reason: InboxFailure, cause: unknown): Observable<HostEvent> {
    const error = toCollaborationError('createHost', cause);
    return defer(() => this.#fail(reason)).pipe(
      map(() => ({ type: 'launchFailed', invitation: this.#invitation, error })),
    );
  }

  /** What comes first: a value of `source$`, or the end of the invitation, which unsubscribes it. */
  #unlessEnded<Value>(
    source$: Observable<Value>,
    then: (value: Value) => Observable<HostEvent>,
  ): Observable<HostEvent> {
    const end$ = this.#invitation.status$.pipe(filter(({ state }) => state !== 'pending'));
    return merge(
      source$.pipe(map((value) => () => then(value))),
      end$.pipe(map((status) => () => of(this.#ended(status)))),
    ).pipe(
      take(1),
      switchMap((next) => next()),
    );
  }

  #fail(reason: InboxFailure): Promise<ReceivedInvitationStatus> {
    return Promise.resolve(this.#receiver.inbox.fail(this.#invitation.id, reason));
  }

  #ended(status: ReceivedInvitationStatus): HostEvent {
    return { type: 'ended', invitation: this.#invitation, status };
  }
}

/** Whose prompt a newer one replaces: by the proven identity, else by the address. */
function peerOf({ from: inviter }: IncomingInvitation): string {
  const proven = inviter.isVerified ? inviter.contact?.peerName : undefined;
  return proven ?? inviter.endpoint.address;
}
