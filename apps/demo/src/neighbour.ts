import {
  type Contact,
  type Endpoint,
  type IncomingInvitation,
  incomingInvitations,
  invite,
  parseGuid,
} from '@beckon/core';
import { applications, canRun, registerApplication } from '@beckon/core/applications';
import { type InvitationChannel, invitationChannel } from '@beckon/core/channel';
import { addContact, contacts, endpoints, ownCard } from '@beckon/core/contacts';
import { peopleNearMe } from '@beckon/core/people-near-me';
import { presence, setPresence } from '@beckon/core/presence';
import { signedIn } from '@beckon/core/visibility';
import { fingerprintOf, safetyNumber } from '@beckon/core/safety-number';
import type { Libp2pAdapter } from '@beckon/libp2p';
import {
  concat,
  defer,
  distinct,
  EMPTY,
  filter,
  from,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  Subject,
  switchMap,
  take,
} from 'rxjs';
import type { NeighbourCue, Report } from './messages.ts';
import { receivedReport } from './reports.ts';

/** Somebody who is near others, and knows nobody at first. */
export class Neighbour {
  readonly #adapter: Libp2pAdapter;
  /** With the person of the last accepted invitation. */
  #channel$: InvitationChannel<string> | undefined;

  constructor(adapter: Libp2pAdapter) {
    this.#adapter = adapter;
  }

  /** Accepts every invitation. Reports it, and what comes over its channel. */
  answer(): Observable<Report> {
    return incomingInvitations(this.#adapter).pipe(
      mergeMap((invitation) => concat(of(receivedReport(invitation)), this.#accept(invitation))),
    );
  }

  /** Does what the cue says. Reports what comes of it. */
  follow(cue: NeighbourCue): Observable<Report> {
    switch (cue.type) {
      case 'look':
        return this.#look();
      case 'showCard':
        return from(this.#showCard());
      case 'addContact':
        return from(this.#addContact(cue.card)).pipe(mergeMap((reports) => reports));
      case 'watchContact':
        return this.#contactEndpoint().pipe(switchMap((endpoint) => this.#watch(endpoint)));
      case 'setPresence':
        return from(setPresence(this.#adapter, cue.presence)).pipe(ignoreElements());
      case 'install':
        return from(this.#install(cue.applicationId));
      case 'askForApplication':
        return this.#contactEndpoint().pipe(
          switchMap((endpoint) => canRun(this.#adapter, endpoint, cue.applicationId)),
          map((answer): Report => ({ type: 'canRun', canRun: answer })),
        );
      case 'inviteContact':
        return this.#invite(cue.applicationId, cue.message);
      case 'say':
        this.#channel$?.next(cue.text);
        return EMPTY;
      case 'hangUp':
        this.#channel$?.complete();
        return EMPTY;
    }
  }

  /** Is visible to contacts, and to others near by, while subscribed, and reports who else is near. */
  #look(): Observable<Report> {
    return signedIn(this.#adapter, 'all').pipe(
      switchMap(() => peopleNearMe(this.#adapter)),
      mergeMap((people) => people),
      distinct(({ id }) => id),
      map(({ nickname }): Report => ({ type: 'near', nickname })),
    );
  }

  #contact(): Observable<Contact> {
    return contacts(this.#adapter).pipe(
      mergeMap((people) => people),
      take(1),
    );
  }

  #contactEndpoint(): Observable<Endpoint> {
    return this.#contact().pipe(
      switchMap((contact) => endpoints(this.#adapter, contact)),
      mergeMap((found) => found),
      take(1),
    );
  }

  #watch(endpoint: Endpoint): Observable<Report> {
    return merge(
      presence(this.#adapter, endpoint).pipe(
        map((seen): Report => ({ type: 'presence', presence: seen })),
      ),
      applications(this.#adapter, endpoint).pipe(
        filter((seen) => seen.length > 0),
        map((seen): Report => ({
          type: 'applications',
          descriptions: seen.map(({ id, description = id }) => description),
        })),
      ),
    );
  }

  async #install(applicationId: string): Promise<Report> {
    const registration = {
      application: { id: parseGuid(applicationId), description: 'Whiteboard' },
      program: process.execPath,
    };
    await registerApplication(this.#adapter, registration, 'currentUser');
    return { type: 'prepared' };
  }

  async #showCard(): Promise<Report> {
    const card = await ownCard(this.#adapter);
    const { peerName } = await this.#adapter.identity.contact();
    return { type: 'card', card, fingerprint: await fingerprintOf(peerName) };
  }

  async #addContact(card: string): Promise<readonly Report[]> {
    const own = await this.#adapter.identity.contact();
    const { peerName, displayName = '' } = await addContact(this.#adapter, card);
    const [fingerprint, number] = await Promise.all([
      fingerprintOf(peerName),
      safetyNumber(own.peerName, peerName),
    ]);
    return [
      { type: 'contact', displayName, fingerprint },
      { type: 'safetyNumber', safetyNumber: number },
    ];
  }

  #accept(invitation: IncomingInvitation): Observable<Report> {
    return defer(() => invitation.accept()).pipe(
      mergeMap(({ state }) =>
        concat(
          of<Report>({ type: 'outcome', state }),
          state === 'accepted' ? this.#talk(invitation.id) : EMPTY,
        ),
      ),
    );
  }

  #invite(applicationId: string, message: string): Observable<Report> {
    return this.#contact().pipe(
      // Without an endpoint: the adapter knows from the card where the contact is.
      switchMap(({ peerName }) =>
        invite(this.#adapter, { to: { contact: { peerName } }, applicationId, message }),
      ),
      mergeMap((status) =>
        concat(
          of<Report>({ type: 'status', status }),
          status.state === 'accepted' ? this.#talk(status.invitationId) : EMPTY,
        ),
      ),
    );
  }

  /** Opens the channel of an accepted invitation, and reports what comes over it, until it ends. */
  #talk(invitationId = ''): Observable<Report> {
    const opened$ = new Subject<void>();
    const messages$ = invitationChannel<string>(this.#adapter, invitationId, {
      openObserver: opened$,
    });
    this.#channel$ = messages$;
    return merge(
      opened$.pipe(
        take(1),
        map((): Report => ({ type: 'channelOpen' })),
      ),
      concat(
        messages$.pipe(map((text): Report => ({ type: 'heard', text }))),
        of<Report>({ type: 'ended' }),
      ),
    );
  }
}
