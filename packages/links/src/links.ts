import {
  type CollaborationAdapter,
  CollaborationError,
  type Guid,
  type IncomingInvitation,
  incomingInvitations,
  isCollaborationError,
  type OpenReception,
  parseGuid,
  type ReceivedInvitation,
  toCollaborationError,
} from '@beckon/core';
import { checkDuration, RateLimiter, ReceptionCheck } from '@beckon/core/adapter';
import {
  asyncScheduler,
  filter,
  firstValueFrom,
  map,
  mergeMap,
  type Observable,
  race,
  type SchedulerLike,
  Subject,
  type Subscription,
  timer,
} from 'rxjs';
import { type DeadLink, LinkBook } from './link-book.ts';
import { type LinkStore, type LinkUse, MemoryLinkStore, type StoredLink } from './link-store.ts';
import { hintsOf, ID_BYTES, type LinkKind, SECRET_BYTES, writeLink } from './link-text.ts';
import { isLinkInvitation, readSpendRequest, toHex, writeSpendAnswer } from './spend-request.ts';

const DEFAULT_EXPIRES_IN_MS = 24 * 3_600_000;
const MAX_USES = 1_000;
/** How often one peer may come with a link. Beyond this rate it is told that the link is unknown, without a check. */
const TRIES = { burst: 10, perSecond: 1 / 30 };
/** How long other programs of the same person have to answer for a link that is not known here, in milliseconds. */
const OTHERS_MS = 500;
/** How long an invitation that comes before {@link Links.serve} waits for it, in milliseconds. */
const SERVE_MS = 4_000;

/** The link to create. */
export interface LinkRequest {
  /**
   * `'contact'`: a person who opens the link and this side become contacts of each other. `'invitation'`: a person
   * who opens the link may invite this side into {@link applicationId}, whatever the reception says.
   */
  readonly kind: LinkKind;
  /** How long it can be opened, in milliseconds. Default: a day. */
  readonly expiresInMs?: number;
  /** How many people can open it: 1 to 1 000. Default: 1. */
  readonly uses?: number;
  /** Required for the kind `'invitation'`, and only allowed there. */
  readonly applicationId?: string;
}

/** A link that this side has created. */
export interface Link {
  readonly id: string;
  readonly kind: LinkKind;
  readonly uses: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly applicationId?: Guid;
  readonly isRevoked: boolean;
  /** The uses of the link, the first one first. */
  readonly usedBy: readonly LinkUse[];
}

/** An event of the links of this side. */
export type LinkEvent =
  /** A person has used a link. With the kind `'contact'` they are a contact now. */
  | { readonly type: 'used'; readonly link: Link; readonly peerName: string }
  /**
   * A person has come with a link that opens nothing. `card` is their verified card: the user can still add them, as
   * after an ordinary request.
   */
  | {
      readonly type: 'refused';
      readonly reason: DeadLink;
      readonly peerName: string;
      readonly card: string;
    }
  /** A person could not be answered, or the store has failed. The person can try again. */
  | { readonly type: 'fault'; readonly error: CollaborationError; readonly peerName?: string };

export interface LinksOptions {
  /** Keeps the links between runs. Default: as long as the object lives. */
  readonly store?: LinkStore;
  /** Runs every timer, and has the current time. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** The links of one side. */
export interface Links {
  /** All future events. Never errors; completes with {@link close}. */
  readonly events$: Observable<LinkEvent>;

  /**
   * A reception for the adapter. It takes people with a link while there are links, and people who have used an
   * invitation link for its application. `base` decides about all others. Strangers can connect, as with every
   * reception that is a function. For `'contacts'` it looks up contacts in the adapter of {@link serve}: invitations
   * that come before wait up to four seconds.
   */
  reception(base: OpenReception): OpenReception;

  /**
   * Answers people with links until {@link close}. The adapter must be open. Rejects with `NOT_SUPPORTED` when it
   * lacks the table `inbox` or `contacts`, and with `SERVICE_UNAVAILABLE` when the store cannot be read.
   */
  serve(adapter: CollaborationAdapter): Promise<void>;

  /**
   * Creates a link of the person of an open adapter. The link is stored before this resolves.
   *
   * @param page - A page that opens links. The text is then its address, with the content behind `#`. Rejects with a
   *   TypeError or RangeError for a wrong request, with `LIMIT_REACHED` when there are 1 000 links, with
   *   `SERVICE_UNAVAILABLE` when the link cannot be stored, and with any error of `identity.card()`.
   */
  create(
    adapter: CollaborationAdapter,
    request: LinkRequest,
    page?: string,
  ): Promise<{ readonly link: Link; readonly text: string }>;

  /** All links, the oldest first; dead ones for 30 days. */
  list(): Promise<readonly Link[]>;

  /** Ends a link: it opens nothing, and allows no invitations, any more. Contacts stay. Rejects with `NOT_FOUND`. */
  revoke(id: string): Promise<void>;

  /** Stops answering. The links stay in the store. */
  close(): Promise<void>;
}

/**
 * Makes an object that creates, lists and revokes links, and answers people who use them.
 *
 * @throws TypeError for options of the wrong form.
 * @example
 * ```ts
 * import { createMockNetwork } from '@beckon/mock';
 * import { createLinks, openLink } from '@beckon/links';
 *
 * const network = createMockNetwork();
 * const links = createLinks();
 * const bob = network.join({ name: 'bob', reception: links.reception('contacts') });
 * const ada = network.join({ name: 'ada' });
 * await Promise.all([bob.open(), ada.open()]);
 * await Promise.all([bob.visibility.signIn('internet'), ada.visibility.signIn('internet')]);
 * await links.serve(bob);
 *
 * const { text } = await links.create(bob, { kind: 'contact' });
 * const opened = await openLink(ada, text);
 * console.log(opened.state);
 * await links.close();
 * ```
 */
export function createLinks(options: LinksOptions = {}): Links {
  const { store = new MemoryLinkStore(), scheduler = asyncScheduler } = options;
  if (typeof store.get !== 'function' || typeof store.put !== 'function') {
    throw new TypeError('createLinks: store must have the functions get and put.');
  }
  return new LinksOfOneSide(store, scheduler);
}

class LinksOfOneSide implements Links {
  readonly #events$ = new Subject<LinkEvent>();
  readonly #served$ = new Subject<void>();
  readonly #scheduler: SchedulerLike;
  readonly #book: LinkBook;
  readonly #tries: RateLimiter;
  /** The answers in progress. They never reject. */
  readonly #answering = new Set<Promise<void>>();
  #adapter: CollaborationAdapter | undefined;
  #serving: Subscription | undefined;

  constructor(store: LinkStore, scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#book = new LinkBook(store, () => scheduler.now());
    this.#tries = new RateLimiter(TRIES, () => scheduler.now());
  }

  get events$(): Observable<LinkEvent> {
    return this.#events$.asObservable();
  }

  reception(base: OpenReception): OpenReception {
    // Checks the form of `base` now.
    new ReceptionCheck('Links.reception', base, this.#scheduler);
    return async (invitation) => {
      if (await this.#takes(invitation)) return 'take';
      const check = new ReceptionCheck('Links.reception', base, this.#scheduler, () => 'stranger');
      const isContact = base === 'contacts' && (await this.#isContact(invitation));
      if (isContact) return 'take';
      return new Promise((resolve) => {
        check.decide(invitation, resolve);
      });
    };
  }

  async serve(adapter: CollaborationAdapter): Promise<void> {
    if (adapter.inbox === undefined || adapter.contacts === undefined) {
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `Links.serve: the ${adapter.name} adapter has no table ${adapter.inbox === undefined ? 'inbox' : 'contacts'}.`,
      );
    }
    await this.#book.list();
    this.#adapter = adapter;
    this.#served$.next();
    this.#serving?.unsubscribe();
    this.#serving = incomingInvitations(adapter)
      .pipe(
        mergeMap(async (invitation) => {
          if (!isLinkInvitation(invitation)) return;
          const answering = this.#answer(adapter, invitation);
          this.#answering.add(answering);
          await answering;
          this.#answering.delete(answering);
        }),
      )
      .subscribe({
        error: (error: unknown) => this.#fault(error, undefined),
      });
  }

  async create(
    { identity }: CollaborationAdapter,
    { kind, expiresInMs = DEFAULT_EXPIRES_IN_MS, uses = 1, applicationId }: LinkRequest,
    page?: string,
  ): Promise<{ readonly link: Link; readonly text: string }> {
    if (kind !== 'contact' && kind !== 'invitation') {
      throw new TypeError(`Links.create: kind is ${String(kind)}; use 'contact' or 'invitation'.`);
    }
    checkDuration('Links.create', 'expiresInMs', expiresInMs);
    if (!Number.isInteger(uses) || uses < 1 || uses > MAX_USES) {
      throw new RangeError(`Links.create: uses is ${String(uses)}; use 1 to ${MAX_USES}.`);
    }
    if ((kind === 'invitation') !== (applicationId !== undefined)) {
      throw new TypeError(
        "Links.create: applicationId belongs to the kind 'invitation', and it needs one.",
      );
    }
    if (page !== undefined && !/^https?:\/\/[^\s#]+/.test(page)) {
      throw new TypeError(`Links.create: page is ${JSON.stringify(page)}; write https://… .`);
    }
    const [card, endpoints] = await Promise.all([identity.card(), identity.endpoints()]);
    const id = randomBytes(ID_BYTES);
    const secret = randomBytes(SECRET_BYTES);
    const expiresAt = Math.floor((this.#scheduler.now() + expiresInMs) / 1_000) * 1_000;
    const guid = applicationId === undefined ? {} : { applicationId: parseGuid(applicationId) };
    const hints = hintsOf(endpoints.map(({ address }) => address));
    const text = writeLink({ kind, card, id, secret, expiresAt, hints, ...guid }, page);
    const stored: StoredLink = {
      id: toHex(id),
      secret: toHex(secret),
      kind,
      uses,
      expiresAt,
      ...guid,
      isRevoked: false,
      usedBy: [],
    };
    await this.#book.add(stored);
    return { link: linkOf(stored), text };
  }

  async list(): Promise<readonly Link[]> {
    return (await this.#book.list()).map(linkOf);
  }

  revoke(id: string): Promise<void> {
    return this.#book.revoke(id);
  }

  async close(): Promise<void> {
    this.#serving?.unsubscribe();
    await Promise.all(this.#answering);
    await this.#book.settled();
    this.#events$.complete();
  }

  /** Whether the links take an invitation. When the store fails, none is taken because of a link. */
  async #takes(invitation: ReceivedInvitation): Promise<boolean> {
    const peerName = peerNameOf(invitation);
    if (peerName === undefined) return false;
    try {
      // A person with a dead link is told so, and must get in for that.
      if (isLinkInvitation(invitation)) return (await this.#book.list()).length > 0;
      return await this.#book.admits(peerName, invitation.applicationId);
    } catch (error) {
      this.#fault(error, peerName);
      return false;
    }
  }

  async #isContact(invitation: ReceivedInvitation): Promise<boolean> {
    const peerName = peerNameOf(invitation);
    if (peerName === undefined) return false;
    if (this.#adapter === undefined) await this.#beingServed();
    const contacts = this.#adapter?.contacts;
    if (contacts === undefined) return false;
    return Promise.resolve(contacts.get(peerName)).then(
      ({ isBlocked }) => isBlocked !== true,
      () => false,
    );
  }

  #beingServed(): Promise<unknown> {
    return firstValueFrom(race(this.#served$, timer(SERVE_MS, this.#scheduler)), {
      defaultValue: undefined,
    });
  }

  #fault(error: unknown, peerName: string | undefined): void {
    this.#events$.next({
      type: 'fault',
      error: toCollaborationError('Links.serve', error),
      ...(peerName === undefined ? {} : { peerName }),
    });
  }

  async #answer(adapter: CollaborationAdapter, incoming: IncomingInvitation): Promise<void> {
    try {
      await this.#answerOnce(adapter, incoming);
    } catch (error) {
      this.#fault(error, peerNameOf(incoming));
    }
  }

  async #answerOnce(adapter: CollaborationAdapter, incoming: IncomingInvitation): Promise<void> {
    const { contacts } = adapter;
    const request = readSpendRequest(incoming.data);
    const peerName = peerNameOf(incoming);
    if (contacts === undefined || request === undefined || peerName === undefined) {
      await incoming.decline('unknown');
      return;
    }
    const { id, secret, card } = request;
    const mayTry = this.#tries.take(peerName);
    const claimed = mayTry
      ? await Promise.resolve(contacts.parse(card)).catch(() => undefined)
      : undefined;
    // The card of another peer proves nothing about this one.
    if (claimed?.peerName !== peerName) {
      await incoming.decline('unknown');
      return;
    }
    const spent = await this.#book.spend(id, secret, peerName);
    if (spent === 'unknown' && (await this.#isAnsweredByOthers(incoming))) return;
    if (typeof spent === 'string') {
      const { state } = await incoming.decline(spent);
      if (state !== 'declined') return;
      this.#events$.next({ type: 'refused', reason: spent, peerName, card });
      return;
    }
    if (spent.kind === 'contact') await addIfNew(adapter, card);
    const { state } = await incoming.accept(
      undefined,
      adapter.invitations.carriesReply ? writeSpendAnswer(spent) : undefined,
    );
    // Another program of the same person, with the same store, has reported it already.
    if (state === 'answeredElsewhere') return;
    this.#events$.next({ type: 'used', link: linkOf(spent), peerName });
  }

  /** Waits for other programs of the same person, which may have the link in another store. */
  #isAnsweredByOthers({ status$ }: IncomingInvitation): Promise<boolean> {
    const ended$ = status$.pipe(
      filter(({ state }) => state !== 'pending'),
      map(() => true),
    );
    const waited$ = timer(OTHERS_MS, this.#scheduler).pipe(map(() => false));
    return firstValueFrom(race(ended$, waited$), { defaultValue: true });
  }
}

/** Adds the person of a card. Returns true when they were no contact before. */
export async function addIfNew({ contacts }: CollaborationAdapter, card: string): Promise<boolean> {
  try {
    await contacts?.add(card);
    return true;
  } catch (error) {
    if (isCollaborationError(error, 'ALREADY_EXISTS')) return false;
    throw error;
  }
}

function peerNameOf({ from }: Pick<ReceivedInvitation, 'from'>): string | undefined {
  return from.isVerified ? from.contact?.peerName : undefined;
}

function linkOf({ id, kind, uses, expiresAt, applicationId, isRevoked, usedBy }: StoredLink): Link {
  return Object.freeze({
    id,
    kind,
    uses,
    expiresAt,
    ...(applicationId === undefined ? {} : { applicationId }),
    isRevoked,
    usedBy,
  });
}

function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
