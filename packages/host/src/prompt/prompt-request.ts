import type { Contact, ReceivedInvitation } from '@beckon/core';
import { fingerprint } from '../fingerprint.ts';
import type { PromptInviter, PromptRequest } from './prompt.ts';
import { shownText } from './shown-text.ts';

const NAME_CHARACTERS = 40;
const APPLICATION_CHARACTERS = 60;
const MESSAGE_CHARACTERS = 255;

/**
 * What a person is asked about an invitation.
 *
 * @param contact - The inviter in the list of contacts.
 * @param description - Of the registration of the application.
 */
export function promptRequest(
  { id, from, applicationId, message, expiresAt }: ReceivedInvitation,
  contact: Contact | undefined,
  description: string | undefined,
): PromptRequest {
  const text = message === undefined ? '' : shownText(message, MESSAGE_CHARACTERS);
  return {
    invitationId: id,
    inviter: promptInviter(from, contact),
    application: shownText(description ?? '', APPLICATION_CHARACTERS) || applicationId,
    ...(text === '' ? {} : { message: text }),
    expiresAt,
  };
}

function promptInviter(
  { endpoint, contact: claimed, isVerified }: ReceivedInvitation['from'],
  contact: Contact | undefined,
): PromptInviter {
  const proven = isVerified ? claimed?.peerName : undefined;
  const names = [contact?.nickname, contact?.displayName, endpoint.name, claimed?.displayName];
  const shown = names.map((name) => shownText(name ?? '', NAME_CHARACTERS));
  return {
    name: shown.find((name) => name !== '') ?? 'Somebody',
    isContact: contact !== undefined,
    ...(proven === undefined ? {} : { fingerprint: fingerprint(proven) }),
  };
}
