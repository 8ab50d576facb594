/**
 * Keeps letters for peers who are away. A transport with a server can offer this. An invitation to an absent peer
 * then waits until it expires, instead of failing with `UNREACHABLE`.
 */
export interface Mail {
  /**
   * Keeps a letter until its recipient has it, or it expires. Resolves when the letter outlives this process. Rejects
   * when it cannot be kept, with `LIMIT_REACHED` when too many letters of this side wait for that peer already.
   */
  post(letter: Letter): PromiseLike<void>;

  /**
   * Delivers the letters for this side, first the waiting ones and then new ones, until the transport is closed. A
   * letter is delivered again, in this run or a later one, until {@link ReceivedLetter.done} is called. Called once.
   */
  receive(onLetter: (letter: ReceivedLetter) => void): void;
}

export interface Letter {
  /** The identity of the recipient, who alone can read it. */
  readonly to: string;
  /** At most 20 480 bytes. Empty: the sender is online, and waits for the recipient to connect. */
  readonly content: Uint8Array;
  /** The letter need not be kept longer than this. */
  readonly expiresInMs: number;
}

export interface ReceivedLetter {
  /** The proven identity of the sender. */
  readonly from: string;
  /** Where the sender is reached. */
  readonly address: string;
  readonly content: Uint8Array;
  readonly expiresInMs: number;
  /** The letter is not needed any more. Does nothing when the transport is closed. */
  done(): void;
}
