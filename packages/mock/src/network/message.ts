import type { CancelReason, Invitation, InvitationResponse, Inviter } from '@beckon/core';

/** A message from one side of the mock network to the other, about one invitation. */
export type Message =
  | InviteMessage
  | DeliveredMessage
  | AnswerMessage
  | ConfirmMessage
  | WithdrawMessage
  | FailureMessage;

/**
 * The words are those of the wire protocol.
 *
 * | kind | from, to | meaning |
 * |---|---|---|
 * | `invite` | sender, recipient | the invitation |
 * | `delivered` | recipient, sender | the recipient's app has it |
 * | `answer` | recipient, sender | the recipient has accepted or declined |
 * | `confirm` | sender, recipient | the sender's app has read the answer: it counts |
 * | `withdraw` | sender, recipient | the sender has withdrawn the invitation, or it has ended |
 * | `failure` | recipient, sender | there will be no answer |
 */
export type MessageKind = Message['kind'];

/** The kinds of {@link Message}. A kind that is missing here does not compile. */
export const MESSAGE_KINDS: readonly string[] = Object.keys({
  invite: true,
  delivered: true,
  answer: true,
  confirm: true,
  withdraw: true,
  failure: true,
} satisfies Readonly<Record<MessageKind, true>>);

export interface InviteMessage {
  readonly kind: 'invite';
  readonly id: InvitationId;
  readonly from: Inviter;
  /** When given, the recipient must be this contact. */
  readonly peerName: string | undefined;
  readonly invitation: Pick<Invitation, 'applicationId' | 'message' | 'data'>;
  /** When the sender stops waiting, by the clock of the network. */
  readonly endsAt: number;
}

interface DeliveredMessage {
  readonly kind: 'delivered';
  readonly id: InvitationId;
}

export interface AnswerMessage {
  readonly kind: 'answer';
  readonly id: InvitationId;
  readonly answer: Answer;
  /** The recipient's own invitation to the sender that this answer agrees to as well. */
  readonly agreesTo?: InvitationId;
}

interface ConfirmMessage {
  readonly kind: 'confirm';
  readonly id: InvitationId;
  /** Whether the invitation of `agreesTo` is accepted with it. */
  readonly hasAgreed: boolean;
}

interface WithdrawMessage {
  readonly kind: 'withdraw';
  readonly id: InvitationId;
  readonly reason: CancelReason;
}

export interface FailureMessage {
  readonly kind: 'failure';
  readonly id: InvitationId;
  readonly reason: FailureReason;
  /** Details of a failure of the recipient's side. */
  readonly details?: FailureDetails;
}

/** The decision of the person at the recipient. */
export type Answer = Extract<InvitationResponse, { readonly action: 'accepted' | 'declined' }>;

/**
 * | reason | meaning |
 * |---|---|
 * | `unreachable` | nobody is at the address (any more), or the reception refused |
 * | `notAuthenticated` | another contact than the intended one is at the address |
 * | `incompatible` | the recipient does not have the application |
 * | `internal` | the recipient's side failed |
 */
export type FailureReason = 'unreachable' | 'notAuthenticated' | 'incompatible' | 'internal';

export interface FailureDetails {
  readonly hresult?: number;
  readonly message?: string;
}

/** Unique in the network. The older invitation has the lower number. */
export type InvitationId = number;

/** The id in the form that the functions of the inbox use. */
export function formatId(id: InvitationId): string {
  return `invitation-${id}`;
}
