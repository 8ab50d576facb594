import { invalidArgument } from '@beckon/core/adapter';
import {
  defer,
  filter,
  finalize,
  from,
  interval,
  map,
  merge,
  Observable,
  of,
  type SchedulerLike,
  share,
  Subject,
  Subscription,
  switchMap,
  take,
  tap,
  timeout,
} from 'rxjs';
import { clockOf } from '../clock.ts';
import type { EngineCounters } from '../counters.ts';
import type {
  DialTarget,
  PeerStream,
  ReachedPeer,
  StreamProtocol,
  Transport,
} from '../transport.ts';
import type { GoodbyeReason } from '../wire/message.ts';
import { type ConnectionSigns, SignsOfConnections } from './connection-signs.ts';
import type { ExchangeLink, ExchangeSet } from './exchange.ts';
import type { LinkTiming } from './link-watch.ts';
import { PeerLink } from './peer-link.ts';
import { UselessMessages } from './useless-messages.ts';

/** Opening a stream to a peer who is heard may take this many times as long as dialling. */
const MAX_OPENING_TIMES = 5;

export interface LinkPoolInit<Exchanges extends ExchangeSet> {
  /** The name of this side, read when a link begins. */
  readonly name: () => string | undefined;
  readonly timing: LinkTiming;
  readonly dialTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly counters: EngineCounters;
  /** Whether this side knows a peer. */
  readonly knows: (peerName: string) => boolean;
  /** This side has reached a peer at an address that it has dialled. */
  readonly onReached: (peerName: string, address: string) => void;
  /** A link with a peer is open. Either side may have opened it. */
  readonly onLink: (peerName: string) => void;
  readonly exchanges: (link: ExchangeLink) => Exchanges;
}

/**
 * The links that are open, and the dials that are under way. A peer has one link, whatever addresses it is known
 * under. Two peers that dial each other at the same time have two links, and use both.
 */
export class LinkPool<Exchanges extends ExchangeSet> {
  readonly #init: LinkPoolInit<Exchanges>;
  readonly #byPeer = new Map<string, Set<PeerLink<Exchanges>>>();
  /** The peer that was found at an address without a peer name, while a link to that peer is open. */
  readonly #peerAt = new Map<string, string>();
  /** Dials that are under way, by target. */
  readonly #dials = new Map<string, Observable<ReachedPeer | undefined>>();
  /** Links that are being made, by target. */
  readonly #linkings = new Map<string, Observable<PeerLink<Exchanges>>>();
  /** Streams that are being opened, by peer. */
  readonly #openings = new Map<string, Observable<PeerLink<Exchanges> | undefined>>();

  readonly #useless: UselessMessages;
  readonly #signs = new SignsOfConnections();

  constructor(init: LinkPoolInit<Exchanges>) {
    this.#init = init;
    this.#useless = new UselessMessages(init.scheduler);
  }

  /** An open link with the target, for something new. `undefined` too when a new link would go a better way. */
  find({
    address,
    peerName = this.#peerAt.get(address),
  }: DialTarget): PeerLink<Exchanges> | undefined {
    if (peerName === undefined) return undefined;
    for (const link of this.#byPeer.get(peerName) ?? []) if (!link.isOutdone) return link;
    return undefined;
  }

  /** The best open link with a peer. */
  linkWith(peerName: string): PeerLink<Exchanges> | undefined {
    const [first] = this.#byPeer.get(peerName) ?? [];
    return this.find({ address: '', peerName }) ?? first;
  }

  /**
   * Emits a link with the target and completes. Errors when the target cannot be reached, at the latest after the
   * time limit. Callers share the dial to one target; the last one to unsubscribe cancels it.
   */
  dial(transport: Transport, target: DialTarget): Observable<PeerLink<Exchanges>> {
    return shared(this.#linkings, keyOf(target), () =>
      this.#open(transport, target, (reached) => this.#linkTo(target, reached)),
    );
  }

  /**
   * Emits a stream to the target for one channel, and completes. Errors as {@link dial} does. Unsubscribing cancels
   * the attempt.
   */
  openChannel(transport: Transport, target: DialTarget): Observable<PeerStream> {
    return this.#open(transport, target, (reached) => this.#openStream(reached, 'channel'));
  }

  /** Whether a peer may send one more useless message. */
  mayBeUseless({ peerName, origin = peerName }: PeerStream): boolean {
    return this.#useless.take({ peerName, origin, isKnown: this.#init.knows(peerName) });
  }

  /** The signs of life of the connection below a stream. */
  signsBelow(stream: PeerStream): ConnectionSigns {
    return this.#signs.of(stream.connection);
  }

  /** Takes a stream that a peer has opened. */
  adopt(stream: PeerStream): void {
    this.#add(stream, false);
  }

  /** Ends every link. Resolves when each peer has been told, or takes too long. */
  async close(reason: GoodbyeReason): Promise<void> {
    const links = [...this.#byPeer.values()].flatMap((ofPeer) => [...ofPeer]);
    await Promise.all(links.map((link) => link.close(reason)));
  }

  /** Ends the links with one peer. Resolves when the peer has been told, or takes too long. */
  async closePeer(peerName: string, reason: GoodbyeReason): Promise<void> {
    await Promise.all([...(this.#byPeer.get(peerName) ?? [])].map((link) => link.close(reason)));
  }

  /** Reaches the target, opens a link or a stream to it, and emits that. One time limit holds for both steps. */
  #open<T>(
    transport: Transport,
    target: DialTarget,
    open: (reached: ReachedPeer) => Observable<T | undefined>,
  ): Observable<T> {
    const { dialTimeoutMs, scheduler } = this.#init;
    return this.#reach(transport, target).pipe(
      switchMap((reached) => (reached === undefined ? of(undefined) : open(reached))),
      timeout({ each: dialTimeoutMs, scheduler }),
      filter((opened) => opened !== undefined),
    );
  }

  /**
   * Emits the peer at the target, and `undefined` for each sign of progress before. All callers that dial the target
   * meanwhile share this.
   */
  #reach(transport: Transport, target: DialTarget): Observable<ReachedPeer | undefined> {
    return shared(this.#dials, keyOf(target), () =>
      withProgress((onProgress) =>
        aborting((signal) => transport.dial(target, signal, onProgress)).pipe(
          tap((reached) => checkReached(transport, target, reached)),
        ),
      ),
    );
  }

  #linkTo(target: DialTarget, reached: ReachedPeer): Observable<PeerLink<Exchanges> | undefined> {
    const { peerName } = reached;
    const open = this.find({ address: target.address, peerName }) ?? this.#linkOver(reached);
    const link$ =
      open !== undefined
        ? from([open])
        : shared(this.#openings, peerName, () =>
            this.#openStream(reached, 'invitation').pipe(
              map((stream) => (stream === undefined ? undefined : this.#add(stream, true))),
            ),
          );
    return link$.pipe(
      tap((link) => {
        if (link === undefined) return;
        if (target.peerName === undefined && !link.isEnded)
          this.#peerAt.set(target.address, peerName);
        if (reached.address !== undefined) this.#init.onReached(peerName, reached.address);
      }),
    );
  }

  /** The open link over the connection on which the peer was reached: no better connection has answered. */
  #linkOver({ peerName, connection }: ReachedPeer): PeerLink<Exchanges> | undefined {
    if (connection === undefined) return undefined;
    const links = [...(this.#byPeer.get(peerName) ?? [])];
    return links.find((link) => link.connection === connection);
  }

  /** Emits a new stream, and `undefined` for each sign of progress before. */
  #openStream(reached: ReachedPeer, protocol: StreamProtocol): Observable<PeerStream | undefined> {
    return withProgress((onProgress) => {
      const hearing = this.#hearing(reached, onProgress);
      return aborting((signal) => reached.open(signal, protocol, onProgress), discard).pipe(
        finalize(() => hearing.unsubscribe()),
      );
    });
  }

  /** Other streams may fill the line. While the peer is heard on them, a new one may take longer. */
  #hearing({ connection }: ReachedPeer, onProgress: () => void): Subscription {
    if (connection === undefined) return Subscription.EMPTY;
    const { dialTimeoutMs, scheduler } = this.#init;
    const signs = this.#signs.of(connection);
    const now = clockOf(scheduler);
    const everyMs = dialTimeoutMs / 2;
    return interval(everyMs, scheduler)
      .pipe(take(2 * MAX_OPENING_TIMES))
      .subscribe(() => {
        if (now() - signs.heardAt <= everyMs) onProgress();
      });
  }

  #add(stream: PeerStream, isOpener: boolean): PeerLink<Exchanges> {
    const { name, timing, scheduler, counters, exchanges } = this.#init;
    const link = new PeerLink<Exchanges>({
      stream,
      isOpener,
      name: name(),
      timing,
      signs: this.signsBelow(stream),
      scheduler,
      counters,
      exchanges,
      mayBeUseless: () => this.mayBeUseless(stream),
      onEnded: (ended) => this.#onEnded(ended),
    });
    const ofPeer = this.#byPeer.get(link.peerName) ?? new Set();
    this.#byPeer.set(link.peerName, ofPeer.add(link));
    this.#init.onLink(link.peerName);
    return link;
  }

  #onEnded(link: PeerLink<Exchanges>): void {
    const ofPeer = this.#byPeer.get(link.peerName);
    ofPeer?.delete(link);
    if (ofPeer === undefined || ofPeer.size > 0) return;
    this.#byPeer.delete(link.peerName);
    for (const [address, peerName] of this.#peerAt) {
      if (peerName === link.peerName) this.#peerAt.delete(address);
    }
  }
}

function keyOf({ address, peerName = '' }: DialTarget): string {
  return `${address} ${peerName}`;
}

/** Checks the identity of the reached peer. */
function checkReached(transport: Transport, target: DialTarget, { peerName }: ReachedPeer): void {
  if (peerName === transport.peerName) {
    throw invalidArgument(
      `The invitation cannot be sent: ${target.address} is this side's own; a side cannot invite itself.`,
    );
  }
  if (target.peerName !== undefined && target.peerName !== peerName) {
    throw new Error(`${peerName} is at ${target.address}, and not ${target.peerName}.`);
  }
}

/** The observable that is running for `key`, or else the one of `begin`. All callers meanwhile share it. */
function shared<T>(
  underWay: Map<string, Observable<T>>,
  key: string,
  begin: () => Observable<T>,
): Observable<T> {
  const present$ = underWay.get(key);
  if (present$ !== undefined) return present$;
  const begun$ = begin().pipe(
    finalize(() => underWay.delete(key)),
    share(),
  );
  underWay.set(key, begun$);
  return begun$;
}

/** Emits the result of `begin`, and `undefined` each time that it reports progress. */
function withProgress<T>(
  begin: (onProgress: () => void) => Observable<T>,
): Observable<T | undefined> {
  return defer(() => {
    const progress$ = new Subject<undefined>();
    const result$ = begin(() => progress$.next(undefined));
    return merge(progress$, result$.pipe(finalize(() => progress$.complete())));
  });
}

/** Begins an operation that a signal aborts. Unsubscribing aborts it; a result that comes anyway goes to `discard`. */
function aborting<T>(
  begin: (signal: AbortSignal) => PromiseLike<T>,
  discard: (late: T) => void = () => undefined,
): Observable<T> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    let isUnderWay = true;
    begin(controller.signal).then(
      (result) => {
        isUnderWay = false;
        if (subscriber.closed) return discard(result);
        subscriber.next(result);
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    // The signal must not abort after the result has come.
    return () => {
      if (isUnderWay) controller.abort();
    };
  });
}

function discard(stream: PeerStream): void {
  stream.abort(new Error('Nobody waits for the stream any more.'));
}
