/**
 * Invites a peer into a shared activity, as Observables over a replaceable adapter.
 *
 * @packageDocumentation
 */
export type { CollaborationAdapter, FunctionTable } from './contract/adapter.ts';
export type {
  Application,
  ApplicationRegistration,
  RegistrationType,
} from './contract/applications.ts';
export type {
  ChangeType,
  CollaborationEvent,
  CollaborationEventFilter,
  CollaborationEventType,
} from './contract/collaboration-events.ts';
export type { Contact } from './contract/contacts.ts';
export { type Endpoint, type EndpointRoute, isSameEndpoint } from './contract/endpoint.ts';
export { createGuid, EMPTY_GUID, formatGuid, type Guid, parseGuid } from './contract/guid.ts';
export type { Inviter, ReceivedInvitation, ReceivedInvitationStatus } from './contract/inbox.ts';
export type {
  CancelReason,
  Invitation,
  InvitationResponse,
  Unanswered,
} from './contract/invitations.ts';
export type { AppLaunchInfo } from './contract/launch.ts';
export { LIMITS } from './contract/limits.ts';
export { type CollaborationObject, USER_PICTURE_OBJECT_ID } from './contract/objects.ts';
export type { PersonNearMe } from './contract/people-near-me.ts';
export type { Presence, PresenceStatus } from './contract/presence.ts';
export type { OpenReception, Reception, ReceptionVerdict } from './contract/reception.ts';
export type { Scope } from './contract/visibility.ts';

export {
  COLLABORATION_ERROR_CODES,
  CollaborationError,
  type CollaborationErrorCode,
  type CollaborationErrorOptions,
  isCollaborationError,
  toCollaborationError,
} from './errors/collaboration-error.ts';

export type { RuntimeOptions } from './runtime.ts';

export type { AbortSignalLike } from './sender/abort-signal.ts';
export {
  type FinalInvitationStatus,
  type InvitationStatus,
  isFinalInvitationStatus,
} from './sender/invitation-status.ts';
export { invite } from './sender/invite.ts';
export type { InvitationInspector } from './sender/invitation-inspector.ts';
export { inviteAsync } from './sender/invite-async.ts';
export type { InvitationTarget, InviteRequest, SendRequest } from './sender/invite-request.ts';
export type { InvitingAdapter } from './sender/inviting-adapter.ts';
export { sendInvitation } from './sender/send-invitation.ts';

export type { IncomingInvitation } from './recipient/incoming-invitation.ts';
export { incomingInvitations } from './recipient/incoming-invitations.ts';
export { launchInfo } from './recipient/launch-info.ts';
export { pendingInvitations } from './recipient/pending-invitations.ts';
