import type { CollaborationAdapter, Endpoint, InvitationTarget } from '@beckon/core';
import { UserError } from '../output/output.ts';
import { contactNamed, contactsOf, nameOf } from './contact-names.ts';

/** Whom an invitation is for. */
export interface Recipient {
  readonly target: InvitationTarget;
  /** What to call them. */
  readonly name: string;
}

/**
 * Reads `<contact|endpoint>`: an address begins with a slash, everything else names a contact, who is looked for
 * where they were reached, and at the addresses of their card.
 */
export async function recipientOf(adapter: CollaborationAdapter, text: string): Promise<Recipient> {
  if (text.startsWith('/')) {
    return { target: { endpoint: { address: text } }, name: placeOf(text) };
  }
  const contact = await contactNamed(adapter, text);
  // Who wants to know where others are signs in.
  await adapter.visibility?.signIn('internet');
  return { target: { contact }, name: nameOf(contact) };
}

/**
 * Where somebody is, for what needs an endpoint.
 *
 * @throws UserError when no address is known.
 */
export async function endpointOf(adapter: CollaborationAdapter, text: string): Promise<Endpoint> {
  const { target, name } = await recipientOf(adapter, text);
  if (target.contact === undefined) return target.endpoint;
  const [latest] = await contactsOf(adapter).endpoints(target.contact);
  if (latest !== undefined) return latest;
  throw new UserError(
    `No address of ${name} is known. Use the one that beckon whoami shows them while their host runs.`,
  );
}

/** What to call somebody of whom only the address is known: the host and the port in it. */
function placeOf(address: string): string {
  const [, host, port] =
    /^\/(?:ip4|ip6|dns4?|dns6|dnsaddr)\/([^/]+)\/tcp\/(\d+)/.exec(address) ?? [];
  return host === undefined || port === undefined ? address : `${host}:${port}`;
}
