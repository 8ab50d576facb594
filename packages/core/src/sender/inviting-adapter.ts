import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { ContactFunctions } from '../contract/contacts.ts';
import type { InvitationFunctions } from '../contract/invitations.ts';

/** The part of an adapter that an invitation uses. */
export interface InvitingAdapter extends Pick<CollaborationAdapter, 'name' | 'createEvent'> {
  readonly invitations: Pick<InvitationFunctions, 'inviteEndpoint' | 'inviteContact'>;
  readonly contacts?: Pick<ContactFunctions, 'endpoints'>;
}
