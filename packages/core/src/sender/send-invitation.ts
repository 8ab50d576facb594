import type { CollaborationAdapter } from '../contract/adapter.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Invitation } from '../contract/invitations.ts';
import { toCollaborationError } from '../errors/collaboration-error.ts';
import { endpointsOf, noneReached } from './contact-endpoints.ts';
import { checkSendRequest, type SendRequest } from './invite-request.ts';

/**
 * Sends an invitation and forgets it: there is no response, no cancel and nothing to release
 * (`phInvitation` NULL).
 *
 * Resolves when the adapter has the invitation; for a contact without an endpoint, when it has the
 * invitation for at least one of the contact's endpoints. Otherwise it rejects with a
 * `CollaborationError`. Wrong arguments reject with `RangeError` or `TypeError`; nothing is sent then.
 */
export async function sendInvitation(
  adapter: CollaborationAdapter,
  request: SendRequest,
): Promise<void> {
  const { to, invitation } = checkSendRequest('sendInvitation', request);
  const { invitations } = adapter;
  try {
    if (to.contact === undefined) await invitations.sendToEndpoint(to.endpoint, invitation);
    else if (to.endpoint === undefined) await sendEverywhere(adapter, to.contact, invitation);
    else await invitations.sendToContact(to.contact, to.endpoint, invitation);
  } catch (error) {
    throw toCollaborationError('sendInvitation', error);
  }
}

async function sendEverywhere(
  adapter: CollaborationAdapter,
  contact: Contact,
  invitation: Invitation,
): Promise<void> {
  const endpoints = await endpointsOf('sendInvitation', adapter, contact);
  try {
    await Promise.any(
      endpoints.map(async (endpoint) =>
        adapter.invitations.sendToContact(contact, endpoint, invitation),
      ),
    );
  } catch (error) {
    throw noneReached('sendInvitation', contact, (error as AggregateError).errors);
  }
}
