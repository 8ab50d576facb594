'use client';

/**
 * Inviting a peer from a React app.
 *
 * @packageDocumentation
 */
export type { AnswerState, UseAnswerResult } from './answer-result.ts';
export { BridgeProvider, type BridgeProviderProps } from './bridge-provider.tsx';
export type { BridgeState, UseBridgeResult } from './bridge-result.ts';
export {
  CollaborationProvider,
  type CollaborationProviderProps,
} from './collaboration-provider.tsx';
export type { InviteCallbacks } from './invite-callbacks.ts';
export type { InviteState, UseInviteResult } from './invite-result.ts';
export type { ReconnectingAdapter } from './reconnecting-adapter.ts';
export type { SelectOptions } from './select-options.ts';
export type { Equality } from './selection.ts';
export type { SentInvitation } from './sent-invitation.ts';
export type { StreamResult } from './stream-result.ts';
export type { ThrowOnError } from './throw-on-error.ts';
export { useAdapter } from './use-adapter.ts';
export { useAnswer, type UseAnswerOptions } from './use-answer.ts';
export { useApplications } from './use-applications.ts';
export { useBridge } from './use-bridge.ts';
export { type ChannelState, useChannel, type UseChannelResult } from './use-channel.ts';
export { useContacts } from './use-contacts.ts';
export { useEndpoints } from './use-endpoints.ts';
export { useIncomingInvitations } from './use-incoming-invitations.ts';
export { useInvitations } from './use-invitations.ts';
export { useInvite, type UseInviteOptions } from './use-invite.ts';
export { useInviteMany, type UseInviteManyResult } from './use-invite-many.ts';
export { useLaunchInfo } from './use-launch-info.ts';
export { useObjects } from './use-objects.ts';
export { useObservable, type UseObservableOptions } from './use-observable.ts';
export { useOwnApplications } from './use-own-applications.ts';
export { useOwnObjects } from './use-own-objects.ts';
export { useOwnPresence, type UseOwnPresenceResult } from './use-own-presence.ts';
export { usePeopleNearMe } from './use-people-near-me.ts';
export { usePresence } from './use-presence.ts';
export { useSignedIn } from './use-signed-in.ts';
export type { StreamOptions } from './use-stream.ts';
