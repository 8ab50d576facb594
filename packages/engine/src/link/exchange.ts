import type { Message, MessageKind } from '../wire/message.ts';

/**
 * The messages on one link about one subject. An exchange knows messages and the link, but no streams. The link
 * passes it the messages of its kinds, keeps its time limits, and tells it the end.
 */
export interface Exchange {
  /** The kinds of messages that belong to this exchange only. */
  readonly kinds: readonly MessageKind[];
  /**
   * A message of one of its kinds has come.
   *
   * @throws ProtocolViolation when the message comes out of order. The link ends then.
   */
  receive(message: Message): void;
  /**
   * The link takes messages again, after {@link ExchangeLink.isFull}. An exchange that sends little does not need
   * this.
   */
  onDrain?(): void;
  /** The link has ended, and nothing more can be sent. Called once, last. */
  onLinkEnded(end: LinkEnd): void;
}

/** The link, as its exchanges see it. */
export interface ExchangeLink {
  /** The proven identity of the peer. */
  readonly peerName: string;
  /** Where the peer is. */
  readonly address: string;
  /** Where the peer is, for limits that all peers of one place share. */
  readonly origin: string;
  /** The name that the peer claims. */
  readonly remoteName: string | undefined;
  /** Whether the peer has greeted: it is there, and speaks this version. */
  readonly isGreeted: boolean;
  readonly isEnded: boolean;
  /** Whether a message that is sent now has to wait. */
  readonly isFull: boolean;
  /** How often the peer was heard. The number stays the same while the peer is silent. */
  readonly signsOfLife: number;
  /** A message of the peer was useless. Too many of them end the connection. */
  onUseless(): void;
  /** Sends a message. Does nothing when the link has ended. */
  send(message: Message): void;
  /**
   * Something is open from now on: the peer is asked for signs of life, and the link is not idle. Each call needs one
   * {@link release}.
   */
  hold(): void;
  /** Something that was open has ended. Not needed after the end of the link. */
  release(): void;
}

/** How a link has ended. */
export interface LinkEnd {
  /**
   * The peer left because nothing was open at its side. It has taken only the invitations that it has reported as
   * delivered.
   */
  readonly isPeerIdle: boolean;
}

/** The exchanges of one link, by name. */
export type ExchangeSet = Readonly<Record<string, Exchange>>;
