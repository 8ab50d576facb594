/**
 * Inviting a peer into what one is doing, as Observables over a replaceable adapter.
 *
 * @packageDocumentation
 */
export { AutoResetEvent } from './auto-reset-event.ts';

export type { CollaborationAdapter, FunctionTable } from './contract/adapter.ts';
export type { ApplicationFunctions } from './contract/application-functions.ts';
export type { ContactFunctions } from './contract/contact-functions.ts';
export type { EndpointDataFunctions } from './contract/endpoint-data-functions.ts';
export type { EventFunctions } from './contract/event-functions.ts';
export type { EventHandle } from './contract/event-handle.ts';
export type { IdentityFunctions } from './contract/identity-functions.ts';
export type { InboxChange, InboxFunctions } from './contract/inbox-functions.ts';
export type { InvitationFunctions, InvitationHandle } from './contract/invitation-functions.ts';
export type { LaunchFunctions } from './contract/launch-functions.ts';
export type { ObjectFunctions } from './contract/object-functions.ts';
export type { PeopleNearMeFunctions } from './contract/people-near-me-functions.ts';
export type { PresenceFunctions } from './contract/presence-functions.ts';
export type { Registration } from './contract/registration.ts';
export type { SessionFunctions } from './contract/session-functions.ts';

export type { AppLaunchInfo } from './domain/app-launch-info.ts';
export type {
  Application,
  ApplicationRegistration,
  RegistrationType,
} from './domain/application.ts';
export type {
  ChangeType,
  CollaborationEvent,
  CollaborationEventFilter,
  CollaborationEventType,
} from './domain/collaboration-event.ts';
export { type CollaborationObject, USER_PICTURE_OBJECT_ID } from './domain/collaboration-object.ts';
export type { Contact } from './domain/contact.ts';
export { type Endpoint, isSameEndpoint } from './domain/endpoint.ts';
export { createGuid, EMPTY_GUID, formatGuid, type Guid, parseGuid } from './domain/guid.ts';
export type {
  CancelReason,
  Invitation,
  InvitationResponse,
  Unanswered,
} from './domain/invitation.ts';
export { LIMITS } from './domain/limits.ts';
export type { PersonNearMe } from './domain/person-near-me.ts';
export type { Presence, PresenceStatus } from './domain/presence.ts';
export type {
  Inviter,
  ReceivedInvitation,
  ReceivedInvitationStatus,
} from './domain/received-invitation.ts';
export type { Scope } from './domain/scope.ts';

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
export type { InvitationTarget, InviteRequest, SendRequest } from './sender/invite-request.ts';
export { sendInvitation } from './sender/send-invitation.ts';

export type { IncomingInvitation } from './recipient/incoming-invitation.ts';
export { incomingInvitations } from './recipient/incoming-invitations.ts';
export { launchInfo } from './recipient/launch-info.ts';
export { pendingInvitations } from './recipient/pending-invitations.ts';
