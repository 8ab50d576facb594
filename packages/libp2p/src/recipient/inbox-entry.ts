import type {
  CancelReason,
  Guid,
  ReceivedInvitation,
  ReceivedInvitationStatus,
} from '@beckon/core';
import type { CancelDeadline, Deadlines } from '../deadlines.ts';
import type { AnswerDetails, PeerSession, ReceivedListener } from '../protocol/peer-session.ts';

type State = ReceivedInvitationStatus['state'];

/** How long an answer waits for the sender's word after the invitation has expired, in milliseconds. */
const CONFIRM_GRACE_MS = 10_000;

/** Hears where a received invitation stands. */
export interface EntryOwner {
  /** It can be answered. */
  onTaken(entry: InboxEntry): void;
  /** It cannot be answered any more, and its status stays. Called once. */
  onEnded(entry: InboxEntry): void;
}

export interface InboxEntryInit {
  readonly invitation: ReceivedInvitation;
  /** The id that both sides know it by. */
  readonly wireId: Guid;
  readonly expiresInMs: number;
  readonly session: PeerSession;
  readonly deadlines: Deadlines;
  readonly owner: EntryOwner;
}

/** One invitation that has come in. It is pending until the sender has confirmed the answer. */
export class InboxEntry implements ReceivedListener {
  readonly #init: InboxEntryInit;
  #cancelExpiry: CancelDeadline | undefined;
  #answer: 'accepted' | 'declined' | undefined;
  #state: State = 'pending';

  constructor(init: InboxEntryInit) {
    this.#init = init;
  }

  get invitation(): ReceivedInvitation {
    return this.#init.invitation;
  }

  get wireId(): Guid {
    return this.#init.wireId;
  }

  get peerName(): string {
    return this.#init.session.peerName;
  }

  get state(): State {
    return this.#state;
  }

  get isAnswered(): boolean {
    return this.#answer !== undefined;
  }

  /** An app has it. */
  markShown(): void {
    this.#init.session.deliver(this.#init.wireId);
  }

  /** Sends an answer; it stands when the sender has it. To be called once. */
  answer(answer: 'accepted' | 'declined', details?: AnswerDetails): void {
    this.#answer = answer;
    this.#init.session.answer(this.#init.wireId, answer === 'accepted', details);
  }

  onTaken(): void {
    const { deadlines, expiresInMs, owner } = this.#init;
    this.#cancelExpiry = deadlines.add(expiresInMs, () => this.#expire());
    owner.onTaken(this);
  }

  onConfirmed(): void {
    this.#end(this.#answer ?? 'withdrawn');
  }

  onWithdrawn(reason: CancelReason): void {
    this.#end(reason);
  }

  /** Drops it, without a word to anybody. */
  discard(): void {
    this.#cancelExpiry?.();
  }

  #expire(): void {
    if (this.#answer === undefined) return this.#giveUp();
    // The sender's clock started first: its word, whatever it is, is on its way.
    this.#cancelExpiry = this.#init.deadlines.add(CONFIRM_GRACE_MS, () => this.#giveUp());
  }

  #giveUp(): void {
    this.#init.session.expire(this.#init.wireId);
    this.#end('expired');
  }

  #end(state: State): void {
    if (this.#state !== 'pending') return;
    this.#state = state;
    this.#cancelExpiry?.();
    this.#init.owner.onEnded(this);
  }
}
