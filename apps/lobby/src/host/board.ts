import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import {
  catchError,
  EMPTY,
  finalize,
  ignoreElements,
  Observable,
  repeat,
  retry,
  Subject,
  type Subscription,
  switchMap,
  tap,
} from 'rxjs';
import type { BoardPeer, HostMessage } from '../shared/board-messages.ts';
import { PeerStream } from './peer-stream.ts';

export const BOARD_PROTOCOL = '/beckon-lobby/board/1.0.0';

/**
 * Wait before the peer is dialled again, in milliseconds. It may be about to open the board, or to
 * come back.
 */
const REDIAL_MS = 500;
const DIAL_TIMEOUT_MS = 5_000;

/** A page that has the board open. */
export interface BoardPage {
  tell(message: HostMessage): void;
}

/** One board: passes every message of a page or of the peer on to all others. */
export class Board {
  readonly id: string;
  readonly peer: BoardPeer;
  readonly #pages = new Set<BoardPage>();
  readonly #adopted$ = new Subject<PeerStream>();
  readonly #connecting: Subscription;
  #stream: PeerStream | undefined;

  constructor(id: string, peer: BoardPeer, node: Libp2p) {
    this.id = id;
    this.peer = peer;
    const streams$ = peer.role === 'invited' ? this.#dialled(node, peer.address) : this.#adopted();
    this.#connecting = streams$.subscribe();
  }

  get isEmpty(): boolean {
    return this.#pages.size === 0;
  }

  join(page: BoardPage): void {
    this.#pages.add(page);
    page.tell({ type: 'peer', isHere: this.#stream !== undefined });
  }

  leave(page: BoardPage): void {
    this.#pages.delete(page);
  }

  /** Passes an update of `page` on. */
  say(page: BoardPage, bytes: Uint8Array): void {
    this.#stream?.send(bytes);
    for (const other of this.#pages) if (other !== page) other.tell({ type: 'update', bytes });
  }

  /** Whether a stream that this peer has opened is for this board. */
  awaits({ remotePeer }: Connection): boolean {
    return this.peer.role === 'inviter' && remotePeer.toString() === this.peer.peerName;
  }

  /** Uses a stream from the peer. It replaces an earlier stream, which has broken unnoticed. */
  adopt(stream: PeerStream): void {
    this.#adopted$.next(stream);
  }

  close(): void {
    this.#connecting.unsubscribe();
  }

  #dialled(node: Libp2p, address: string): Observable<never> {
    return dial(node, address).pipe(
      tap((stream) => stream.send(new TextEncoder().encode(this.id))),
      switchMap((stream) => this.#run(stream)),
      repeat({ delay: REDIAL_MS }),
      retry({ delay: REDIAL_MS }),
    );
  }

  #adopted(): Observable<never> {
    return this.#adopted$.pipe(
      switchMap((stream) => this.#run(stream).pipe(catchError(() => EMPTY))),
    );
  }

  #run(stream: PeerStream): Observable<never> {
    this.#stream = stream;
    this.#tellAll({ type: 'peer', isHere: true });
    return stream.frames$.pipe(
      tap((bytes) => this.#tellAll({ type: 'update', bytes })),
      ignoreElements(),
      finalize(() => {
        this.#stream = undefined;
        stream.abort('the board is closed');
        this.#tellAll({ type: 'peer', isHere: false });
      }),
    );
  }

  #tellAll(message: HostMessage): void {
    for (const page of this.#pages) page.tell(message);
  }
}

/** Opens a stream and completes. Unsubscribing aborts the dial, and ends a stream that opens even so. */
function dial(node: Libp2p, address: string): Observable<PeerStream> {
  return new Observable((subscriber) => {
    const abandoned = new AbortController();
    const signal = AbortSignal.any([abandoned.signal, AbortSignal.timeout(DIAL_TIMEOUT_MS)]);
    const opened = async (): Promise<Stream> =>
      node.dialProtocol(multiaddr(address), BOARD_PROTOCOL, { signal });
    opened().then(
      (stream) => {
        if (subscriber.closed) return stream.abort(new Error('the board is closed'));
        subscriber.next(new PeerStream(stream));
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => abandoned.abort();
  });
}
