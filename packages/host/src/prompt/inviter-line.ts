import type { PromptInviter } from './prompt.ts';

/** Who invites, in words that a peer cannot choose: beside every name that a peer has chosen. */
export function inviterLine({ isContact, fingerprint }: PromptInviter): string {
  if (fingerprint === undefined) return 'Nobody has proven who this is.';
  return isContact
    ? `Your contact. Identity: ${fingerprint}`
    : `Not in your contacts. Identity: ${fingerprint}`;
}
