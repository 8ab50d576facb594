import type {
  Endpoint,
  InvitationStatus,
  InviteRequest,
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

/** A message from an actor to the stage. */
export type Report =
  | { readonly type: 'ready'; readonly endpoint: Endpoint }
  | { readonly type: 'status'; readonly status: InvitationStatus }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly type: 'received';
      readonly message?: string;
      readonly data?: Uint8Array;
      readonly from: string;
      readonly isVerified: boolean;
    }
  | { readonly type: 'outcome'; readonly state: ReceivedInvitationStatus['state'] };
