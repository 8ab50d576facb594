import { finalize, map, Observable, type SchedulerLike, share, timeout } from 'rxjs';
import type { Libp2pCounters } from './counters.ts';
import type { PeerChannel } from './protocol/byte-channel.ts';
import type { FailureReason, MessageOf } from './protocol/message.ts';
import {
  PeerSession,
  type ReceivedListener,
  type SessionOwner,
  type SessionTiming,
} from './protocol/peer-session.ts';
import type { DialTarget, Transport } from './transport.ts';

export interface SessionPoolInit {
  readonly transport: Transport;
  readonly name: string | undefined;
  readonly timing: SessionTiming;
  readonly dialTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly counters: Libp2pCounters;
  readonly onInvite: (
    session: PeerSession,
    invite: MessageOf<'invite'>,
  ) => ReceivedListener | FailureReason;
}

/**
 * The sessions that are open, and the dials that are under way. Two peers that dial each other at
 * once have two sessions; both are of use.
 */
export class SessionPool implements SessionOwner {
  readonly #init: SessionPoolInit;
  readonly #sessions = new Set<PeerSession>();
  readonly #byPeer = new Map<string, Set<PeerSession>>();
  /** Sessions by the address that was dialled, for addresses that do not name a peer. */
  readonly #byAddress = new Map<string, PeerSession>();
  readonly #dials = new Map<string, Observable<PeerSession>>();

  constructor(init: SessionPoolInit) {
    this.#init = init;
  }

  /** An open session with the target. */
  find({ address, peerName }: DialTarget): PeerSession | undefined {
    if (peerName === undefined) return this.#byAddress.get(address);
    const [first] = this.#byPeer.get(peerName) ?? [];
    return first;
  }

  /**
   * Emits a new session with the target and completes. Errors when the target cannot be reached, at
   * the latest after the time limit. Dials to one target are shared; the last to unsubscribe gives it up.
   */
  dial(target: DialTarget): Observable<PeerSession> {
    const { address, peerName } = target;
    const key = `${address} ${peerName ?? ''}`;
    const underWay$ = this.#dials.get(key);
    if (underWay$ !== undefined) return underWay$;
    const { dialTimeoutMs, scheduler } = this.#init;
    const dial$ = this.#channel(target).pipe(
      timeout({ first: dialTimeoutMs, scheduler }),
      map((channel) => {
        const session = this.#add(channel, true);
        if (peerName === undefined) this.#byAddress.set(address, session);
        return session;
      }),
      finalize(() => this.#dials.delete(key)),
      share(),
    );
    this.#dials.set(key, dial$);
    return dial$;
  }

  /** Takes a stream that a peer has opened. */
  adopt(channel: PeerChannel): void {
    this.#add(channel, false);
  }

  tick(): void {
    for (const session of this.#sessions) session.tick();
  }

  /** Says goodbye to everybody. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close('closing')));
  }

  onInvite(session: PeerSession, invite: MessageOf<'invite'>): ReceivedListener | FailureReason {
    return this.#init.onInvite(session, invite);
  }

  onEnded(session: PeerSession): void {
    this.#sessions.delete(session);
    const ofPeer = this.#byPeer.get(session.peerName);
    ofPeer?.delete(session);
    if (ofPeer?.size === 0) this.#byPeer.delete(session.peerName);
    for (const [address, dialled] of this.#byAddress) {
      if (dialled === session) this.#byAddress.delete(address);
    }
  }

  /** Opens a stream. Unsubscribing before gives it up, and closes one that comes too late. */
  #channel(target: DialTarget): Observable<PeerChannel> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      this.#init.transport.dial(target, controller.signal).then(
        (opened) => {
          if (subscriber.closed) opened.channel.abort(new Error('Nobody waits for it any more.'));
          subscriber.next(opened);
          subscriber.complete();
        },
        (error: unknown) => subscriber.error(error),
      );
      return () => controller.abort();
    });
  }

  #add(channel: PeerChannel, isOpener: boolean): PeerSession {
    const { name, timing, counters } = this.#init;
    const session = new PeerSession({ ...channel, isOpener, name, timing, counters, owner: this });
    this.#sessions.add(session);
    const ofPeer = this.#byPeer.get(session.peerName) ?? new Set();
    this.#byPeer.set(session.peerName, ofPeer.add(session));
    return session;
  }
}
