import type { Contact, ReceivedInvitation } from '@beckon/core';
import type { PromptInviter, PromptRequest } from './prompt.ts';
import type { Fingerprints } from './fingerprints.ts';
import { shownText } from './shown-text.ts';

const NAME_CHARACTERS = 40;
const APPLICATION_CHARACTERS = 60;
const MESSAGE_CHARACTERS = 255;

/**
 * What a person is asked about an invitation. Takes about a tenth of a second for an identity that is new.
 *
 * @param contact - The inviter in the list of contacts.
 * @param description - Of the registration of the application.
 */
export async function promptRequest(
  { id, from, applicationId, message, expiresAt }: ReceivedInvitation,
  contact: Contact | undefined,
  description: string | undefined,
  fingerprints: Fingerprints,
): Promise<PromptRequest> {
  const text = message === undefined ? '' : shownText(message, MESSAGE_CHARACTERS);
  return {
    invitationId: id,
    inviter: await promptInviter(from, contact, fingerprints),
    application: shownText(description ?? '', APPLICATION_CHARACTERS) || applicationId,
    ...(text === '' ? {} : { message: text }),
    expiresAt,
  };
}

async function promptInviter(
  { endpoint, contact: claimed, isVerified }: ReceivedInvitation['from'],
  contact: Contact | undefined,
  fingerprints: Fingerprints,
): Promise<PromptInviter> {
  const proven = isVerified ? claimed?.peerName : undefined;
  const names = [contact?.nickname, contact?.displayName, endpoint.name, claimed?.displayName];
  const shown = names.map((name) => shownText(name ?? '', NAME_CHARACTERS));
  return {
    name: shown.find((name) => name !== '') ?? 'Somebody',
    isContact: contact !== undefined,
    ...(proven === undefined ? {} : { fingerprint: await fingerprints.of(proven) }),
  };
}
