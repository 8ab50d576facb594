import type { Contact, Endpoint, EndpointRoute } from '@beckon/core';
import type { Mail } from './mail/mail.ts';

/**
 * Opens a transport. It is called by each `open()` of the adapter, and the transport serves until its
 * {@link Transport.close}, which is called once. What it rejects with, `open()` rejects with.
 */
export type OpenTransport = (engine: TransportEngine) => PromiseLike<Transport>;

/** What a transport has of the engine. Both may be called from the moment when the transport begins to open. */
export interface TransportEngine {
  /**
   * A peer has opened a stream to this side. To be called in the turn of the event loop in which the
   * stream is ready: the engine listens to it before this returns.
   */
  onStream(stream: PeerStream): void;

  /**
   * Whether a peer may connect at all, by the adapter's reception. The engine asks this for each stream. A
   * transport that can turn a peer away earlier, when its identity has just been proven, asks it then.
   */
  admits(peerName: string): boolean;

  /**
   * Whether this side knows the peer: it is a contact, its reception trusts it by name, or this side has
   * invited it and waits.
   * A transport whose limits are for all peers together keeps room for these.
   */
  knows(peerName: string): boolean;

  /**
   * Where this side has met the peer, or has been told that the peer is: the best first. Claims, as every
   * address is.
   */
  addressesOf(peerName: string): readonly string[];

  /** To be called when {@link Transport.addresses} has changed. */
  onAddressesChanged(): void;
}

/**
 * What carries an engine: it gives authenticated streams of bytes to peers, by name or by address, and
 * tells of those that peers open. It knows nothing of invitations.
 *
 * Identities are what the engine trusts. A transport must never give a `peerName` that its peer has
 * not proven, to this side or to a server that both trust.
 */
export interface Transport {
  /** The identity that this side proves to its peers. It stays the same until {@link close}. */
  readonly peerName: string;

  /** Keeps invitations for peers who are away. Not needed where nothing can keep them. */
  readonly mail?: Mail | undefined;

  /** The addresses at which others reach this side now, the best first. None when nobody can. */
  addresses(): readonly string[];

  /** Which way an address of this side goes. Without it, nobody is told. */
  routeOf?(address: string): EndpointRoute;

  /**
   * The address under which a peer is looked for wherever it may be. Without it, a contact is tried at one
   * address after the other that is known of it.
   */
  addressOf?(peerName: string): string;

  /**
   * The contact card of this side: text that proves {@link peerName}. Rejects with `NOT_SUPPORTED`
   * where the transport does not hold what proves it.
   *
   * @param name - What this side calls itself, for the card.
   */
  card(name?: string): PromiseLike<string>;

  /**
   * Reads a card that {@link Transport.card} of some peer has made, and verifies it. Rejects with
   * `INVALID_ARGUMENT` for any other text, also for a card that was changed, cut off, forged, has expired,
   * or is of a later version. The message says which, and what to do.
   *
   * @param operation - The function of the contract, for messages.
   * @param card - Text from anywhere, at most `LIMITS.cardUtf16Units` long.
   */
  readCard(operation: string, card: string): PromiseLike<ContactCard>;

  /**
   * Reads an endpoint, and the contact who has to be there. Called for each invitation: remember what is
   * costly to parse.
   *
   * @param operation - The function of the contract, for messages.
   * @throws CollaborationError `INVALID_ARGUMENT` for an address or a name that can never be dialled,
   *   and for this side's own. The message says what is wrong with it.
   */
  target(operation: string, endpoint: Endpoint, contact?: Contact): DialTarget;

  /**
   * Reaches a peer. Rejects when nobody is there, when somebody else is there than the target names, and
   * soon after `signal` aborts. The engine sets the time limit, and calls this once at a time for one target.
   *
   * @param onProgress - To be called when the peer has answered something, or waits for this side: its
   *   time begins anew then.
   */
  dial(target: DialTarget, signal: AbortSignal, onProgress: () => void): PromiseLike<ReachedPeer>;

  /**
   * A peer is not admitted any more. Ends what lies below its streams, which the engine has ended before.
   * Not needed where nothing lies below.
   */
  disconnect?(peerName: string): void;

  /** Releases everything. The engine has closed its streams before. */
  close(): PromiseLike<void>;
}

/** What a contact card says. */
export interface ContactCard {
  /** Proven by the card. */
  readonly peerName: string;
  /** What the peer called itself, 1 to 255 UTF-16 units; its own claim. */
  readonly name?: string;
  /** Where the peer was reached when the card was made, the best first; its own claim. */
  readonly addresses: readonly string[];
}

/** Where to dial, and who has to be there. */
export interface DialTarget {
  /** The address in one spelling: two targets with the same text are the same place. */
  readonly address: string;
  /** Who has to prove to be there. `undefined`: anybody may be there. */
  readonly peerName: string | undefined;
}

/** A peer that has proven who it is, and has no stream yet. */
export interface ReachedPeer {
  readonly peerName: string;

  /**
   * The address at which this side has dialled the peer, to be remembered for a contact. `undefined`
   * where the peer had dialled this side.
   */
  readonly address?: string;

  /**
   * Opens a stream to the peer, for `protocol`. For invitations the engine needs one stream for each peer: it
   * does not call this when it has one already, and a transport then keeps nothing for the peer. Each
   * channel has a stream of its own. Rejects when the peer does not speak the protocol, and soon after
   * `signal` aborts.
   */
  open(signal: AbortSignal, protocol: StreamProtocol): PromiseLike<PeerStream>;
}

/** What a stream is for. Both sides of a stream have to be told the same. */
export type StreamProtocol = 'invitation' | 'channel';

/**
 * A stream of bytes to one peer, in both directions, in order, without loss. When something is lost, the
 * stream has ended.
 */
export interface PeerStream {
  /** The proven identity of the peer. */
  readonly peerName: string;

  /** What the side that opened it has opened it for. */
  readonly protocol: StreamProtocol;

  /** Where the peer is, as an address that this side can dial later if there is one. */
  readonly address: string;

  /**
   * Where the peer is, for limits that all peers of one place share, however many identities it has: an
   * IPv4 address, the /64 of an IPv6 address. Default: the `peerName`.
   */
  readonly origin?: string;

  /** Begins to report. Called once, in the turn of the event loop in which the engine gets the stream. */
  listen(listener: StreamListener): void;

  /**
   * Writes. `bytes` belong to the stream from then on. Returns false when the engine is to write nothing more
   * until {@link StreamListener.onDrain}; what was given is sent nevertheless. Does nothing on a stream
   * that has ended. Must not call the listener before it returns.
   */
  send(bytes: Uint8Array): boolean;

  /**
   * Whether an invitation or a channel is open on the stream, from here on; none is at first. A transport that has to end
   * connections ends others first; one that never does needs no such function.
   */
  setInUse?(isInUse: boolean): void;

  /**
   * Ends the stream after what was written. Resolves when that has left, or when it takes longer
   * than is worth waiting for. Does nothing when the stream has ended. Never rejects.
   */
  close(): PromiseLike<void>;

  /** Ends the stream at once; the peer sees it end. What was written may be lost. Does nothing when the stream has ended. */
  abort(reason: Error): void;

  /**
   * The peer does not answer any more. Ends what lies below the stream too, so that the next dial
   * begins anew. Where nothing lies below, this is {@link abort}.
   */
  abortConnection(reason: Error): void;
}

/** Hears what happens on a {@link PeerStream}. */
export interface StreamListener {
  /** Bytes of any length have come. The listener has read them when this returns, and keeps none of them. */
  onData(bytes: Uint8Array): void;
  /** The stream takes more. */
  onDrain(): void;
  /** The peer has ended its side, or the stream is gone. Called once, also for a stream that this side ended; nothing follows. */
  onEnd(): void;
}
