import type { Message, MessageKind } from '../wire/message.ts';

/**
 * What is said over one link about one matter. An exchange knows messages and the link, and nothing of
 * streams: the link brings it the messages of its kinds, keeps the time, and tells it the end.
 */
export interface Exchange {
  /** The kinds of messages that belong to it, and to no other exchange of the link. */
  readonly kinds: readonly MessageKind[];
  /**
   * A message of one of its kinds has come.
   *
   * @throws ProtocolViolation when it makes no sense here. The link ends then.
   */
  receive(message: Message): void;
  /** The link takes more, after {@link ExchangeLink.isFull}. Not needed where little is sent. */
  onDrain?(): void;
  /** The link has ended: nothing follows, and nothing more can be sent. Called once. */
  onLinkEnded(end: LinkEnd): void;
}

/** What an exchange has of its link. */
export interface ExchangeLink {
  /** The proven identity of the peer. */
  readonly peerName: string;
  /** Where the peer is. */
  readonly address: string;
  /** Where the peer is, for limits that all peers of one place share. */
  readonly origin: string;
  /** What the peer calls itself; its own claim. */
  readonly remoteName: string | undefined;
  /** Whether the peer has greeted: it was there, and speaks this version. */
  readonly isGreeted: boolean;
  readonly isEnded: boolean;
  /** Whether what is sent now has to wait. */
  readonly isFull: boolean;
  /** How often something has been heard. The same number twice: nothing was heard in between. */
  readonly signsOfLife: number;
  /** A message of the peer was of no use. Too many of them end the connection. */
  onUseless(): void;
  /** Sends a message. Does nothing when the link has ended. */
  send(message: Message): void;
  /** Something is open: the peer is asked for signs of life, and the link is not idle. Needs one {@link release}. */
  hold(): void;
  /** Something that was open has ended. Not needed once the link has ended. */
  release(): void;
}

/** How a link has ended. */
export interface LinkEnd {
  /** The peer left because nothing was open there: it has taken nothing that it has not spoken of. */
  readonly isPeerIdle: boolean;
}

/** The exchanges of one link, by name. */
export type ExchangeSet = Readonly<Record<string, Exchange>>;
