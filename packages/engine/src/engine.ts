import type { Contact, Endpoint } from '@beckon/core';
import { checkContent, type EventFeed, type ReceptionCheck } from '@beckon/core/adapter';
import { map, type SchedulerLike, Subscription } from 'rxjs';
import type { ContactBook } from './contacts/contact-book.ts';
import { AcceptedInvitations } from './channels/accepted-invitations.ts';
import {
  ACCEPTED_INVITATIONS_KEY,
  storedAcceptedInvitationsFormat,
} from './channels/stored-accepted-invitations.ts';
import { type ChannelRoutes, Channels } from './channels/channels.ts';
import type { EngineCounters } from './counters.ts';
import { Deadlines } from './deadlines.ts';
import type { ApplicationBook } from './directory/application-book.ts';
import { Directory } from './directory/directory.ts';
import type { DirectoryExchange } from './directory/directory-exchange.ts';
import type { PeerPlace, PeerRoutes } from './directory/peer-follower.ts';
import type { WatchedEndpoint } from './directory/watched-endpoint.ts';
import { InvitationExchange } from './invitations/invitation-exchange.ts';
import { Invitations } from './invitations/invitations.ts';
import type { OutgoingRoutes } from './invitations/outgoing-invitation.ts';
import {
  AnsweredLetters,
  ANSWERED_LETTERS_KEY,
  answeredLettersFormat,
} from './mail/answered-letters.ts';
import type { ReceivedLetter } from './mail/mail.ts';
import { LinkLoss } from './link/link-loss.ts';
import { LinkPool } from './link/link-pool.ts';
import type { NearMe } from './near-me/near-me.ts';
import { PeopleNearMe } from './near-me/people-near-me.ts';
import type { ResolvedLimits } from './options.ts';
import type { DocumentStore } from './store/document-store.ts';
import { StoredDocument } from './store/stored-document.ts';
import type { OpenTransport, PeerStream, Transport, TransportEngine } from './transport.ts';

export interface EngineInit {
  readonly openTransport: OpenTransport;
  /** The current name of this side. */
  readonly endpointName: () => string | undefined;
  readonly nearMe: NearMe | undefined;
  readonly contacts: ContactBook;
  readonly applications: ApplicationBook;
  /** Keeps the accepted invitations between runs. Without a store they are kept while the adapter is open. */
  readonly store: DocumentStore | undefined;
  readonly events: EventFeed;
  readonly reception: ReceptionCheck;
  readonly limits: ResolvedLimits;
  readonly counters: EngineCounters;
  readonly scheduler: SchedulerLike;
}

/** The exchanges of one link. */
type Exchanges = {
  readonly invitations: InvitationExchange;
  readonly directory: DirectoryExchange;
  readonly loss: LinkLoss;
};

/** Everything that runs while an adapter is open: the transport, the links over it, and the exchanges on these. */
export class Engine implements TransportEngine {
  readonly invitations: Invitations;
  readonly channels: Channels;
  readonly directory: Directory;
  readonly peopleNearMe: PeopleNearMe | undefined;
  readonly #init: EngineInit;
  readonly #deadlines: Deadlines;
  readonly #accepted: AcceptedInvitations;
  readonly #answeredLetters: AnsweredLetters;
  readonly #pool: LinkPool<Exchanges>;
  readonly #subscriptions = new Subscription();
  #transport: Transport | undefined;

  private constructor(init: EngineInit) {
    const { limits, counters, scheduler, reception, endpointName, contacts, store } = init;
    this.#init = init;
    this.#deadlines = new Deadlines(scheduler);
    this.#pool = new LinkPool({
      name: endpointName,
      timing: limits,
      dialTimeoutMs: limits.dialTimeoutMs,
      scheduler,
      counters,
      knows: (peerName) => this.knows(peerName),
      onReached: (peerName, address) => contacts.metAt(peerName, address),
      onLink: (peerName) => {
        this.directory.watchedContacts.onSign(peerName);
        this.invitations.onPeerBack(peerName);
      },
      exchanges: (link) => ({
        invitations: new InvitationExchange(link, this.invitations, counters),
        directory: this.directory.exchange(link),
        loss: new LinkLoss(link),
      }),
    });
    const routes: OutgoingRoutes = {
      find: (target) => this.#pool.find(target)?.exchanges.invitations,
      dial: (target) =>
        this.#pool.dial(this.transport, target).pipe(map(({ exchanges }) => exchanges.invitations)),
    };
    const accepted = new AcceptedInvitations({
      document:
        store === undefined
          ? undefined
          : new StoredDocument(store, ACCEPTED_INVITATIONS_KEY, storedAcceptedInvitationsFormat),
      now: () => scheduler.now(),
      knows: (peerName) => reception.knows(peerName),
    });
    this.#accepted = accepted;
    this.#answeredLetters = new AnsweredLetters(
      store === undefined
        ? undefined
        : new StoredDocument(store, ANSWERED_LETTERS_KEY, answeredLettersFormat),
      () => scheduler.now(),
    );
    this.invitations = new Invitations({
      routes,
      reception,
      accepted,
      answeredLetters: this.#answeredLetters,
      mail: () => this.#transport?.mail,
      endpointName,
      knows: (peerName) => this.knows(peerName),
      limits,
      deadlines: this.#deadlines,
      scheduler,
      counters,
    });
    const channelRoutes: ChannelRoutes = {
      openStream: (target) => this.#pool.openChannel(this.transport, target),
      watchPeer: (peerName, onLost) =>
        this.#pool.linkWith(peerName)?.exchanges.loss.watch(onLost) ?? (() => undefined),
    };
    this.channels = new Channels({
      accepted,
      received: this.invitations,
      routes: channelRoutes,
      knows: (peerName) => this.knows(peerName),
      mayBeUseless: (stream) => this.#pool.mayBeUseless(stream),
      signsBelow: (stream) => this.#pool.signsBelow(stream),
      limits,
      deadlines: this.#deadlines,
      scheduler,
      counters,
    });
    this.peopleNearMe = this.#nearMe();
    this.directory = this.#directory();
    this.#subscriptions.add(
      contacts.changed$.subscribe((peerName) => {
        this.directory.review();
        if (!this.#isAdmitted(peerName)) void this.#disconnect(peerName);
      }),
    );
    this.#subscriptions.add(
      init.applications.events$.subscribe((event) => this.directory.applicationChanged(event)),
    );
  }

  /** Opens the transport, and begins to take streams and letters. */
  static async open(init: EngineInit): Promise<Engine> {
    const engine = new Engine(init);
    try {
      await Promise.all([engine.#accepted.load(), engine.#answeredLetters.load()]);
      engine.#transport = await init.openTransport(engine);
    } catch (error) {
      await engine.#closeLinks();
      throw error;
    }
    engine.transport.mail?.receive((letter) => engine.#onLetter(letter));
    return engine;
  }

  get transport(): Transport {
    if (this.#transport === undefined) throw new Error('The transport is not open yet.');
    return this.#transport;
  }

  /** @throws CollaborationError `INVALID_ARGUMENT`. */
  checkEndpoint(operation: string, endpoint: Endpoint): void {
    checkContent.endpoint(operation, endpoint);
    this.transport.target(operation, endpoint);
  }

  /**
   * The data of an endpoint.
   *
   * @throws CollaborationError `INVALID_ARGUMENT`.
   */
  watchedAt(operation: string, endpoint: Endpoint): WatchedEndpoint {
    checkContent.endpoint(operation, endpoint);
    const target = this.transport.target(operation, endpoint);
    return this.directory.watched.at({ address: endpoint.address, target });
  }

  admits(peerName: string): boolean {
    const isAdmitted = this.#isAdmitted(peerName);
    if (!isAdmitted) this.#init.counters.refusedByReception += 1;
    return isAdmitted;
  }

  knows(peerName: string): boolean {
    const { reception } = this.#init;
    return (
      reception.knows(peerName) ||
      (this.invitations.hasInvited(peerName) && !reception.blocks(peerName))
    );
  }

  addressesOf(peerName: string): readonly string[] {
    return [...this.#nearEndpointsOf(peerName), ...this.#init.contacts.endpointsOf(peerName)].map(
      ({ address }) => address,
    );
  }

  onAddressesChanged(): void {
    // Undefined while the transport is still opening.
    if (this.#transport !== undefined) void this.directory.selfChanged();
  }

  onStream(stream: PeerStream): void {
    if (!this.admits(stream.peerName)) {
      return stream.abort(new Error('The reception does not admit the peer.'));
    }
    if (stream.protocol === 'channel') this.channels.onStream(stream);
    else this.#pool.adopt(stream);
  }

  /** Says goodbye to every peer, fails pending calls with `CLOSED`, and closes the transport. */
  async close(): Promise<void> {
    await Promise.all([this.invitations.close(), this.channels.close(), this.directory.close()]);
    await this.#closeLinks();
    await this.#accepted.settled();
    await this.transport.close();
  }

  #onLetter(letter: ReceivedLetter): void {
    const { from, address, content, expiresInMs } = letter;
    if (!this.admits(from)) return letter.done();
    if (content.length > 0) return this.invitations.onLetter(letter);
    const link$ = this.#pool.dial(this.transport, { address, peerName: from });
    this.#subscriptions.add(
      link$.subscribe({
        next: () => letter.done(),
        // The sender may be about to connect itself.
        error: () => expiresInMs <= 0 && letter.done(),
      }),
    );
  }

  #isAdmitted(peerName: string): boolean {
    const { reception } = this.#init;
    return (
      reception.admits(peerName) ||
      ((this.invitations.hasInvited(peerName) ||
        this.channels.expects(peerName) ||
        this.directory.concerns(peerName)) &&
        !reception.blocks(peerName))
    );
  }

  #nearMe(): PeopleNearMe | undefined {
    const { nearMe, endpointName, events } = this.#init;
    if (nearMe === undefined) return undefined;
    return new PeopleNearMe({
      nearMe,
      self: () => {
        const name = endpointName();
        return {
          peerName: this.transport.peerName,
          addresses: this.transport.addresses(),
          ...(name === undefined ? {} : { name }),
        };
      },
      knows: (peerName) => this.knows(peerName),
      emit: (event) => {
        events.emit(event);
        this.directory.review();
        if (event.type !== 'peopleNearMeChanged' || event.person === undefined) return;
        const { peerName } = this.transport.target('nearMe', event.person.endpoint);
        if (peerName !== undefined && event.change !== 'deleted') {
          this.directory.watchedContacts.onSign(peerName);
        }
      },
    });
  }

  #directory(): Directory {
    const { endpointName, contacts, applications, events, reception, limits, counters } =
      this.#init;
    const routes: PeerRoutes = {
      find: (target) => this.#pool.find(target)?.exchanges.directory.peerWatch,
      dial: (target) =>
        this.#pool
          .dial(this.transport, target)
          .pipe(map(({ exchanges }) => exchanges.directory.peerWatch)),
    };
    return new Directory({
      endpointName,
      card: () => this.transport.card(endpointName()),
      applications: (applicationId) => applications.applications(applicationId),
      peopleNearMe: this.peopleNearMe,
      isNearMe: (peerName) => this.#isNearMe(peerName),
      mayWatch: (peerName) => contacts.mayWatch(peerName),
      blocks: (peerName) => reception.blocks(peerName),
      watchList: () =>
        contacts.list().filter(({ isWatched, isBlocked }) => isWatched === true && !isBlocked),
      placesOf: (contact) => this.#placesOf(contact),
      contactOf: (peerName) => contacts.find(peerName) ?? { peerName },
      routes,
      events,
      rate: limits.rate,
      answerTimeoutMs: limits.dialTimeoutMs,
      deadlines: this.#deadlines,
      counters,
    });
  }

  /**
   * The places where a contact may be: the address of an open link, the address that the transport looks up, and the
   * known addresses.
   */
  #placesOf(contact: Contact): readonly PeerPlace[] {
    const { peerName } = contact;
    const linked = this.#pool.linkWith(peerName);
    const anywhere = this.transport.addressOf?.(peerName);
    const known = anywhere === undefined ? this.addressesOf(peerName) : [anywhere];
    return [...(linked === undefined ? [] : [linked.address]), ...known].flatMap((address) => {
      try {
        return [{ address, target: this.transport.target('contacts', { address }, contact) }];
      } catch {
        // An address of another version, or one of this side's own, is never tried.
        return [];
      }
    });
  }

  #nearEndpointsOf(peerName: string): readonly Endpoint[] {
    return (this.peopleNearMe?.people ?? [])
      .map(({ endpoint }) => endpoint)
      .filter((endpoint) => this.transport.target('nearMe', endpoint).peerName === peerName);
  }

  /** Whether this side and the peer are both announced on the local subnet. */
  #isNearMe(peerName: string): boolean {
    return this.#nearEndpointsOf(peerName).length > 0;
  }

  /** Ends everything that is open with a peer. The peer sends its pending invitations again, and is refused. */
  async #disconnect(peerName: string): Promise<void> {
    this.channels.endPeer(peerName);
    this.invitations.endPeer(peerName);
    await this.#pool.closePeer(peerName, 'idle');
    if (!this.#isAdmitted(peerName)) this.#transport?.disconnect?.(peerName);
  }

  async #closeLinks(): Promise<void> {
    this.#subscriptions.unsubscribe();
    await this.#pool.close('closing');
    this.#deadlines.close();
  }
}
