import type {
  Application,
  CancelReason,
  ChangeType,
  CollaborationObject,
  Contact,
  Endpoint,
  Invitation,
  InvitationResponse,
  Inviter,
  PersonNearMe,
  Presence,
} from '@beckon/core';

/** A message from one side of the mock network to the other. */
export type Message =
  | InviteMessage
  | DeliveredMessage
  | AnswerMessage
  | ConfirmMessage
  | WithdrawMessage
  | FailureMessage
  | ChannelMessage
  | DirectoryMessage
  | NearMeMessage;

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
 * | `channel` | either side | the channel of an accepted invitation |
 * | `directory` | either side | presence, name, applications and objects of an endpoint |
 * | `nearMe` | any side, all others | somebody is signed in near me, or no more |
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
  channel: true,
  directory: true,
  nearMe: true,
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

export interface ChannelMessage {
  readonly kind: 'channel';
  /** The invitation, in the form that the functions of the inbox use. */
  readonly id: string;
  /** Address of the side that sends the frame. */
  readonly from: string;
  readonly frame: ChannelFrame;
}

/**
 * Each opening of a side is a session. `session` and `from` name the session of the side that sends the
 * frame, and `to` the session of the other side. `number` counts the frames that must not be lost.
 *
 * | type | meaning |
 * |---|---|
 * | `open` | this side is open |
 * | `paired` | this side has seen that the other is open: the two belong together when both say so |
 * | `message` | a message of the app |
 * | `taken` | the app has taken messages of this size: the peer may send as much again |
 * | `end` | the app has closed this side |
 * | `endTaken` | the end has arrived |
 * | `lost` | this side is gone without an end, or has failed |
 * | `nobody` | there is no side for the other side's session |
 */
export type ChannelFrame =
  | { readonly type: 'open'; readonly session: number }
  | { readonly type: 'lost'; readonly session: number; readonly isFailure: boolean }
  | { readonly type: 'nobody'; readonly to: number }
  | { readonly type: 'paired'; readonly from: number; readonly to: number }
  | PairedFrame;

/** A frame between two sides that are both open. */
export type PairedFrame = { readonly to: number } & (
  | { readonly type: 'message'; readonly number: number; readonly data: Uint8Array }
  | { readonly type: 'taken'; readonly bytes: number }
  | { readonly type: 'end'; readonly from: number; readonly number: number }
  | { readonly type: 'endTaken' }
);

export interface DirectoryMessage {
  readonly kind: 'directory';
  /** Address of the side that sends the frame. */
  readonly from: string;
  readonly frame: DirectoryFrame;
}

/**
 * | type | from, to | meaning |
 * |---|---|---|
 * | `watch` | watcher, watched | tell the whole state, and each change from then on |
 * | `unwatch` | watcher, watched | tell nothing more |
 * | `refresh` | watcher, watched | tell the whole state once |
 * | `state` | watched, watcher | the whole state; also when the watcher may see it again |
 * | `changed` | watched, watcher | one change |
 * | `snapshot` | watched, watcher | the answer to `refresh`; without a state when the watcher may not see it |
 * | `gone` | watched, watcher | the watcher sees nothing (any more) |
 * | `arrived` | watched, everybody | somebody is at the address now: watch it anew |
 */
export type DirectoryFrame =
  | { readonly type: 'watch' | 'unwatch' | 'refresh' | 'gone' | 'arrived' }
  | { readonly type: 'state'; readonly state: EndpointState }
  | { readonly type: 'snapshot'; readonly state: EndpointState | undefined }
  | { readonly type: 'changed'; readonly endpoint: Endpoint; readonly change: EndpointChange };

/** What a watcher sees of an endpoint. */
export interface EndpointState {
  readonly endpoint: Endpoint;
  readonly contact: Contact;
  readonly presence: Presence;
  readonly applications: readonly Application[];
  readonly objects: readonly CollaborationObject[];
}

/** A change of an endpoint: an event without the endpoint and its contact. */
export type EndpointChange =
  | { readonly type: 'endpointChanged' }
  | {
      readonly type: 'endpointPresenceChanged';
      readonly change: ChangeType;
      readonly presence: Presence;
    }
  | {
      readonly type: 'endpointApplicationChanged';
      readonly change: ChangeType;
      readonly application: Application;
    }
  | {
      readonly type: 'endpointObjectChanged';
      readonly change: ChangeType;
      readonly object: CollaborationObject;
    };

export interface NearMeMessage {
  readonly kind: 'nearMe';
  /** Address of the side that sends the message. */
  readonly from: string;
  /** Absent: the person at the address is not near any more. */
  readonly person?: PersonNearMe;
  /** Whether the others near me shall announce themselves to the sender. */
  readonly wantsReply?: boolean;
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
