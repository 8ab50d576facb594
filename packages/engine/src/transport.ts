import type { Contact, Endpoint, EndpointRoute } from '@beckon/core';
import type { Mail } from './mail/mail.ts';

/**
 * Opens a transport. Each `open()` of the adapter calls this function, and rejects with its error. The transport
 * serves until its {@link Transport.close}, which is called once.
 */
export type OpenTransport = (engine: TransportEngine) => PromiseLike<Transport>;

/** The engine, as a transport sees it. Its functions may be called as soon as the transport begins to open. */
export interface TransportEngine {
  /**
   * A peer has opened a stream to this side. Call this in the turn of the event loop in which the stream is ready:
   * the engine listens to the stream before this returns.
   */
  onStream(stream: PeerStream): void;

  /**
   * Whether the adapter's reception lets a peer connect at all. The engine checks this for each stream. A transport
   * that can refuse a peer earlier, as soon as its identity is proven, calls this then.
   */
  admits(peerName: string): boolean;

  /**
   * Whether this side knows the peer: the peer is a contact, the reception trusts it by name, or this side has
   * invited it and waits. A transport with limits that all peers share keeps room for known peers.
   */
  knows(peerName: string): boolean;

  /**
   * Addresses at which this side has met the peer, or of which it was told, the best first. Every address is a claim.
   */
  addressesOf(peerName: string): readonly string[];

  /** Call this when {@link Transport.addresses} has changed. */
  onAddressesChanged(): void;
}

/**
 * Carries an engine: it opens authenticated streams of bytes to peers, by name or by address, and reports the streams
 * that peers open. It knows nothing of invitations.
 *
 * The engine trusts identities. A transport must never report a `peerName` that the peer has not proven, to this side
 * or to a server that both trust.
 */
export interface Transport {
  /** The identity that this side proves to its peers. It stays the same until {@link close}. */
  readonly peerName: string;

  /** Keeps invitations for peers who are away. A transport that cannot keep them leaves this out. */
  readonly mail?: Mail | undefined;

  /** The addresses at which others reach this side now, the best first. Empty when nobody can. */
  addresses(): readonly string[];

  /** The kind of route of an address of this side. Optional: apps see no route without it. */
  routeOf?(address: string): EndpointRoute;

  /**
   * An address under which the transport looks for a peer wherever it is. Without this function, the known addresses
   * of a contact are tried one after another.
   */
  addressOf?(peerName: string): string;

  /**
   * The contact card of this side: text that proves {@link peerName}. Rejects with `NOT_SUPPORTED` where the
   * transport does not hold the proof.
   *
   * @param name - The name of this side, for the card.
   */
  card(name?: string): PromiseLike<string>;

  /**
   * Reads and verifies a card that {@link Transport.card} of a peer has made. Rejects with `INVALID_ARGUMENT` for any other
   * text, and for a card that was changed, cut off or forged, has expired, or is of a later version. The message says
   * which of these it is, and what to do.
   *
   * @param operation - The function of the contract, for messages.
   * @param card - Text from anywhere, at most `LIMITS.cardUtf16Units` long.
   */
  readCard(operation: string, card: string): PromiseLike<ContactCard>;

  /**
   * Reads an endpoint, and the contact who has to be there. Called for each invitation: cache anything that is costly
   * to parse.
   *
   * @param operation - The function of the contract, for messages.
   * @throws CollaborationError `INVALID_ARGUMENT` for an address or a name that can never be dialled,
   *   and for this side's own. The message says what is wrong with it.
   */
  target(operation: string, endpoint: Endpoint, contact?: Contact): DialTarget;

  /**
   * Reaches a peer. Rejects when nobody is there, when the peer there is not the one that the target names, and soon
   * after `signal` aborts. The engine sets the time limit, and calls this once at a time for one target.
   *
   * @param onProgress - Call this when the peer has sent any answer, or waits for this side: the time limit starts
   *   again then.
   */
  dial(target: DialTarget, signal: AbortSignal, onProgress: () => void): PromiseLike<ReachedPeer>;

  /**
   * A peer is not admitted any more. Ends the connection below its streams; the engine has ended the streams before.
   * A transport without such connections leaves this out.
   */
  disconnect?(peerName: string): void;

  /** Releases everything. The engine has closed its streams before. */
  close(): PromiseLike<void>;
}

/** The content of a contact card. */
export interface ContactCard {
  /** Proven by the card. */
  readonly peerName: string;
  /** The name that the peer claims, 1 to 255 UTF-16 units. */
  readonly name?: string;
  /** The addresses that the peer claimed when the card was made, the best first. */
  readonly addresses: readonly string[];
}

/** Where to dial, and who has to be there. */
export interface DialTarget {
  /** The address in one spelling: two targets with the same text are the same place. */
  readonly address: string;
  /** The identity that has to be proven there. `undefined`: any identity may be there. */
  readonly peerName: string | undefined;
}

/** A peer that has proven who it is, and has no stream yet. */
export interface ReachedPeer {
  readonly peerName: string;

  /**
   * The address at which this side has dialled the peer, to be remembered for a contact. `undefined` when the peer
   * has dialled this side.
   */
  readonly address?: string;

  /** The connection to the peer, as in {@link PeerStream.connection}. */
  readonly connection?: object;

  /**
   * Opens a stream to the peer, for `protocol`. For invitations the engine uses one stream for each peer. It does not
   * call this when it has one already, so an unused `ReachedPeer` must hold no resources. Each channel has a stream
   * of its own. Rejects when the peer does not speak the protocol, and soon after `signal` aborts.
   *
   * @param onProgress - As in {@link Transport.dial}.
   */
  open(
    signal: AbortSignal,
    protocol: StreamProtocol,
    onProgress: () => void,
  ): PromiseLike<PeerStream>;
}

/** The purpose of a stream. Both sides of a stream have to be told the same. */
export type StreamProtocol = 'invitation' | 'channel';

/**
 * A stream of bytes to one peer, in both directions, in order, without loss. When something is lost, the
 * stream has ended.
 */
export interface PeerStream {
  /** The proven identity of the peer. */
  readonly peerName: string;

  /** The protocol that the opening side has named. */
  readonly protocol: StreamProtocol;

  /** The address of the peer, if possible one that this side can dial later. */
  readonly address: string;

  /**
   * The place of the peer, for limits that all identities of one place share: an IPv4 address, or the /64 of an IPv6
   * address. Default: the `peerName`.
   */
  readonly origin?: string;

  /**
   * The connection that carries the stream, for signs of life: what comes on one stream of a connection shows that the
   * peer lives, for all of them. Default: the stream has a connection of its own.
   */
  readonly connection?: object;

  /**
   * Whether a stream that is opened now would go a better way, such as directly in place of through a relay. The engine
   * asks before it uses the stream for something new, and dials if so. A transport with one way to each peer leaves this
   * out.
   */
  isOutdone?(): boolean;

  /** Begins to report. Called once, in the turn of the event loop in which the engine gets the stream. */
  listen(listener: StreamListener): void;

  /**
   * Writes. `bytes` belong to the stream from then on. Returns false when the engine should write nothing more until
   * {@link StreamListener.onDrain}; `bytes` are sent all the same. Does nothing on a stream that has ended. Must not
   * call the listener before it returns.
   */
  send(bytes: Uint8Array): boolean;

  /**
   * Tells whether an invitation or a channel is open on the stream from now on. At first none is. A transport that
   * has to end connections ends unused ones first. A transport that never does needs no such function.
   */
  setInUse?(isInUse: boolean): void;

  /**
   * Ends the stream after all written bytes. Resolves when these have left, or take too long to wait for. Does
   * nothing when the stream has ended. Never rejects.
   */
  close(): PromiseLike<void>;

  /**
   * Ends the stream at once; the peer sees it end. Written bytes may be lost. Does nothing when the stream has ended.
   */
  abort(reason: Error): void;

  /**
   * The peer does not answer any more. Ends the connection below the stream too, so that the next dial begins anew. A
   * transport without such connections does the same as in {@link abort}.
   */
  abortConnection(reason: Error): void;
}

/** Hears what happens on a {@link PeerStream}. */
export interface StreamListener {
  /** Bytes of any length have come. The listener reads them before this returns, and keeps none of them. */
  onData(bytes: Uint8Array): void;
  /** The stream takes more. */
  onDrain(): void;
  /** The peer has ended its side, or the stream is gone. Called once, last, also for a stream that this side ended. */
  onEnd(): void;
}
