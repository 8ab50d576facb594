import type {
  Invitation,
  InvitationResponse,
  Inviter,
  ReceivedInvitationStatus,
} from '@beckon/core';

/** What one side of the mock network tells the other about one invitation. */
export type Message =
  InvitationMessage | DeliveredMessage | AnswerMessage | OutcomeMessage | UnreachableMessage;

/**
 * | kind | from, to | meaning |
 * |---|---|---|
 * | `invitation` | sender, recipient | the invitation |
 * | `delivered` | recipient, sender | the recipient's app has it |
 * | `answer` | recipient, sender | the recipient has answered |
 * | `outcome` | sender, recipient | what stands in the end: the answer was taken, or what came first |
 * | `unreachable` | recipient, sender | nobody is there, or nobody any more, or a policy refused |
 */
export type MessageKind = Message['kind'];

export interface InvitationMessage {
  readonly kind: 'invitation';
  readonly id: InvitationId;
  readonly from: Inviter;
  /** When given, the recipient must be this contact. */
  readonly peerName: string | undefined;
  readonly invitation: Invitation;
  readonly expiresAt: number;
}

interface DeliveredMessage {
  readonly kind: 'delivered';
  readonly id: InvitationId;
}

export interface AnswerMessage {
  readonly kind: 'answer';
  readonly id: InvitationId;
  readonly response: InvitationResponse;
  /** The recipient's own invitation to the sender that this answer agrees to as well. */
  readonly agreesTo?: InvitationId;
}

interface OutcomeMessage {
  readonly kind: 'outcome';
  readonly id: InvitationId;
  readonly state: FinalState;
  /** Whether the invitation of `agreesTo` is accepted with it. */
  readonly hasAgreed?: boolean;
}

export interface UnreachableMessage {
  readonly kind: 'unreachable';
  readonly id: InvitationId;
  readonly hresult: number;
}

/** Unique in the network. The older invitation has the lower number. */
export type InvitationId = number;

export type FinalState = Exclude<ReceivedInvitationStatus['state'], 'pending'>;

/** As the functions of the inbox show it. */
export function formatId(id: InvitationId): string {
  return `invitation-${id}`;
}
