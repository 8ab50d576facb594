import type { FinalInvitationStatus, InvitationStatus } from './invitation-status.ts';

/**
 * The phase of an invitation to one endpoint.
 *
 * | phase | what is under way | does the subscriber listen |
 * |---|---|---|
 * | `sending` | the adapter's `inviteEndpoint` or `inviteContact` | yes |
 * | `waiting` | nothing | yes |
 * | `asking` | `response()` | yes |
 * | `cancelling` | `cancel()` | yes |
 * | `confirming` | `response()`, once more after the cancel | yes |
 * | `abandoned` | the adapter's `inviteEndpoint` or `inviteContact` | no |
 * | `withdrawing` | `cancel()` | no |
 * | `closing` | the handle's `close()` | no |
 * | `closed` | nothing; everything is released | no |
 */
export type InvitationPhase =
  | 'sending'
  | 'waiting'
  | 'asking'
  | 'cancelling'
  | 'confirming'
  | 'abandoned'
  | 'withdrawing'
  | 'closing'
  | 'closed';

/**
 * An input of the table: something that happens to an invitation.
 *
 * | input | when |
 * |---|---|
 * | `sent`, `refused` | the adapter has replied to the invitation |
 * | `signaled` | the event was signalled, or it is time to poll |
 * | `unanswered`, `delivered`, `answered`, `failed` | `response()` has replied |
 * | `stopped` | the request's signal has aborted, its time has passed, or another endpoint accepted |
 * | `left` | the subscriber has unsubscribed |
 * | `cancelled` | `cancel()` has replied |
 * | `confirmed` | `response()`, asked after the cancel, has no answer |
 * | `released` | the handle's `close()` has replied |
 */
export type InvitationInput =
  | 'sent'
  | 'refused'
  | 'signaled'
  | 'unanswered'
  | 'delivered'
  | 'answered'
  | 'failed'
  | 'stopped'
  | 'left'
  | 'cancelled'
  | 'confirmed'
  | 'released';

/** The next action of an invitation. */
export type InvitationAction = 'listen' | 'ask' | 'cancel' | 'confirm' | 'close' | 'closeEvent';

export interface InvitationTransition {
  readonly to: InvitationPhase;
  /** The subscriber hears one of these. */
  readonly emits?: readonly (InvitationStatus['state'] | 'error')[];
  /** The next action, after the subscriber has heard. */
  readonly does?: InvitationAction;
}

const ANSWER = ['accepted', 'declined', 'expired', 'error'] as const;
const END_OF_WAIT: readonly FinalInvitationStatus['state'][] = ['cancelled', 'expired'];

/**
 * The transitions of an invitation to one endpoint from phase to phase. An input that a phase does not
 * list changes nothing: a signal after the answer, a reply that comes too late.
 *
 * After `response()` has failed, the invitation is cancelled before it is closed, as the recipient may
 * still see it.
 */
export const INVITATION_TRANSITIONS: Readonly<
  Record<InvitationPhase, Readonly<Partial<Record<InvitationInput, InvitationTransition>>>>
> = {
  sending: {
    sent: { to: 'waiting', emits: ['pending'], does: 'listen' },
    refused: { to: 'closed', emits: ['error'], does: 'closeEvent' },
    stopped: { to: 'abandoned', emits: END_OF_WAIT },
    left: { to: 'abandoned' },
  },
  waiting: {
    signaled: { to: 'asking', does: 'ask' },
    stopped: { to: 'cancelling', does: 'cancel' },
    left: { to: 'withdrawing', does: 'cancel' },
  },
  asking: {
    unanswered: { to: 'waiting', does: 'listen' },
    delivered: { to: 'waiting', emits: ['delivered'], does: 'listen' },
    answered: { to: 'closing', emits: ANSWER, does: 'close' },
    failed: { to: 'withdrawing', emits: ['error', 'expired', 'cancelled'], does: 'cancel' },
    stopped: { to: 'cancelling', does: 'cancel' },
    left: { to: 'withdrawing', does: 'cancel' },
  },
  cancelling: {
    // The reply to a question that was asked before the cancel: the answer had been read.
    answered: { to: 'withdrawing', emits: ANSWER },
    cancelled: { to: 'confirming', does: 'confirm' },
    left: { to: 'withdrawing' },
  },
  confirming: {
    answered: { to: 'closing', emits: ANSWER, does: 'close' },
    confirmed: { to: 'closing', emits: END_OF_WAIT, does: 'close' },
    left: { to: 'closing', does: 'close' },
  },
  abandoned: {
    sent: { to: 'withdrawing', does: 'cancel' },
    refused: { to: 'closed', does: 'closeEvent' },
  },
  withdrawing: {
    cancelled: { to: 'closing', does: 'close' },
  },
  closing: {
    released: { to: 'closed', does: 'closeEvent' },
  },
  closed: {},
};
