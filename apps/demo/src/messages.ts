import type {
  Endpoint,
  InvitationStatus,
  InviteRequest,
  Presence,
  ReceivedInvitationStatus,
} from '@beckon/core';

/** A message from the stage to an actor. */
export type Cue =
  | { readonly type: 'invite'; readonly request: Omit<InviteRequest, 'signal'> }
  | { readonly type: 'unsubscribe' }
  | {
      readonly type: 'answer';
      readonly how: 'accept' | 'decline' | 'ignore';
      readonly message?: string;
    };

/** A message from the stage to a neighbour. */
export type NeighbourCue =
  | { readonly type: 'look' }
  | { readonly type: 'showCard' }
  | { readonly type: 'addContact'; readonly card: string }
  | { readonly type: 'watchContact' }
  | { readonly type: 'setPresence'; readonly presence: Presence }
  | { readonly type: 'install'; readonly applicationId: string }
  | { readonly type: 'askForApplication'; readonly applicationId: string }
  | { readonly type: 'inviteContact'; readonly applicationId: string; readonly message: string }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'hangUp' };

/** A message from the stage to the host: registers a program. */
export interface HostCue {
  readonly type: 'register';
  readonly applicationId: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** A message from an actor to the stage. */
export type Report =
  | { readonly type: 'ready'; readonly endpoint: Endpoint }
  /** The recipient answers as the last cue says, from now on. */
  | { readonly type: 'prepared' }
  | { readonly type: 'status'; readonly status: InvitationStatus }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly type: 'received';
      readonly message?: string;
      readonly data?: Uint8Array;
      readonly from: string;
      readonly isVerified: boolean;
    }
  | { readonly type: 'outcome'; readonly state: ReceivedInvitationStatus['state'] }
  | NeighbourReport
  | HostReport;

/** A message from the host to the stage. */
export type HostReport =
  | { readonly type: 'registered'; readonly program: string }
  | { readonly type: 'launched'; readonly pid: number }
  | { readonly type: 'launchFailed'; readonly message: string }
  /** By the launched program. */
  | { readonly type: 'printed'; readonly lines: readonly string[] };

/** A message from a neighbour to the stage. */
export type NeighbourReport =
  | { readonly type: 'near'; readonly nickname: string }
  | { readonly type: 'card'; readonly card: string; readonly fingerprint: string }
  | {
      readonly type: 'contact';
      readonly displayName: string;
      readonly fingerprint: string;
    }
  | { readonly type: 'safetyNumber'; readonly safetyNumber: string }
  | { readonly type: 'presence'; readonly presence: Presence }
  | { readonly type: 'applications'; readonly descriptions: readonly string[] }
  | { readonly type: 'canRun'; readonly canRun: boolean }
  | { readonly type: 'channelOpen' }
  | { readonly type: 'heard'; readonly text: string }
  | { readonly type: 'ended' };

export type ReportOf<Type extends Report['type']> = Extract<Report, { type: Type }>;
