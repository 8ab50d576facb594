/**
 * Keeps letters for peers who are away, as a transport can that has a server. With it an invitation to an
 * absent peer waits until it expires, instead of failing with `UNREACHABLE`.
 */
export interface Mail {
  /**
   * Keeps a letter until its recipient has it, or it expires. Resolves when it is kept by more than this process.
   * Rejects when it cannot be kept, with `LIMIT_REACHED` when too many of this side wait for that peer already.
   */
  post(letter: Letter): PromiseLike<void>;

  /**
   * Gives the letters for this side: those that wait, and then those that come, until the transport is closed. A
   * letter comes again, in this run or a later one, until {@link ReceivedLetter.done} is called. Called once.
   */
  receive(onLetter: (letter: ReceivedLetter) => void): void;
}

export interface Letter {
  /** The identity of the recipient, who alone can read it. */
  readonly to: string;
  /** At most 20 480 bytes. None: the sender is there, and waits for the recipient to connect. */
  readonly content: Uint8Array;
  /** How long it is worth keeping. */
  readonly expiresInMs: number;
}

export interface ReceivedLetter {
  /** The proven identity of the sender. */
  readonly from: string;
  /** Where the sender is reached. */
  readonly address: string;
  readonly content: Uint8Array;
  readonly expiresInMs: number;
  /** It is needed no more. Does nothing when the transport is closed. */
  done(): void;
}
