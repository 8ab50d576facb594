/**
 * For authors of adapters: the contract that each adapter implements, and the kit of its common parts.
 *
 * @packageDocumentation
 */
export {
  type CollaborationAdapter,
  FUNCTION_TABLES,
  type FunctionName,
  type FunctionTable,
  type FunctionTables,
  type Operation,
} from './contract/adapter.ts';
export type { ApplicationFunctions } from './contract/applications.ts';
export {
  COLLABORATION_EVENT_TYPES,
  type CollaborationEventFunctions,
} from './contract/collaboration-events.ts';
export {
  CHANNEL_LIMITS,
  type ChannelChange,
  type ChannelFunctions,
  type ChannelHandle,
} from './contract/channels.ts';
export type { ContactFunctions } from './contract/contacts.ts';
export type { EndpointDataFunctions, EndpointSubscription } from './contract/endpoint-data.ts';
export type { ChangeQueue, EventHandle } from './contract/event-handle.ts';
export type { IdentityFunctions } from './contract/identity.ts';
export type { InboxChange, InboxFailure, InboxFunctions } from './contract/inbox.ts';
export type { InvitationFunctions, InvitationHandle } from './contract/invitations.ts';
export type { LaunchFunctions } from './contract/launch.ts';
export type { ObjectFunctions, ObjectHandle } from './contract/objects.ts';
export type { PeopleNearMeFunctions } from './contract/people-near-me.ts';
export { PRESENCE_STATUSES, type PresenceFunctions } from './contract/presence.ts';
export type { VisibilityFunctions } from './contract/visibility.ts';

export {
  checkBytes,
  checkDuration,
  checkEndpoint,
  checkInvitationData,
  checkMessage,
  checkName,
  checkObject,
  checkText,
  checkWord,
  MAX_TIMER_MS,
} from './checks.ts';
export { ApplicationRegistry } from './kit/application-registry.ts';
export { AutoResetEvent } from './kit/auto-reset-event.ts';
export { ChangeFeed, type FeedQueue } from './kit/change-feed.ts';
export { monotonicNow } from './kit/clock.ts';
export { ContactList } from './kit/contact-list.ts';
export { checkContent } from './kit/content-checks.ts';
export { EventFeed, type EventQueue, isWanted, ownFilters } from './kit/event-feed.ts';
export { FairRoom, type FairRoomInit, type PlaceHolder } from './kit/fair-room.ts';
export { Lifecycle, type LifecycleInit } from './kit/lifecycle.ts';
export { checkingArguments, invalidArgument, limitReached } from './kit/operation.ts';
export { withOwnData } from './kit/own-copies.ts';
export { OwnEvents } from './kit/own-events.ts';
export { OwnPresence } from './kit/own-presence.ts';
export { type Place, placesOf } from './kit/places.ts';
export { PublishedObjects } from './kit/published-objects.ts';
export { type RateLimit, RateLimiter, TokenBucket } from './kit/rate-limiter.ts';
export { RECEPTION_TIMEOUT_MS, ReceptionCheck, type Standing } from './kit/reception-check.ts';
export { reportUnhandled } from './kit/report-unhandled.ts';
export { type SignIns, signInsOf, type Stay } from './kit/sign-ins.ts';
export { type WithTables, withTables } from './kit/with-tables.ts';
