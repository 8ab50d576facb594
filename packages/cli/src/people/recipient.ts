import type { CollaborationAdapter, InvitationTarget } from '@beckon/core';
import type { Settings } from '../profile/settings.ts';
import { contactNamed, nameOf } from './contact-names.ts';

/** Whom an invitation is for. */
export interface Recipient {
  readonly target: InvitationTarget;
  /** What to call them. */
  readonly name: string;
}

/** Reads `<contact|endpoint>`: an address begins with a slash, everything else names a contact. */
export async function recipientOf(
  adapter: CollaborationAdapter,
  text: string,
  { addresses }: Settings,
): Promise<Recipient> {
  if (text.startsWith('/')) return { target: { endpoint: { address: text } }, name: placeOf(text) };
  const contact = await contactNamed(adapter, text);
  const address = addresses[contact.peerName];
  return {
    target: { contact, ...(address === undefined ? {} : { endpoint: { address } }) },
    name: nameOf(contact),
  };
}

/** What to call somebody of whom only the address is known: the host and the port in it. */
function placeOf(address: string): string {
  const [, host, port] =
    /^\/(?:ip4|ip6|dns4?|dns6|dnsaddr)\/([^/]+)\/tcp\/(\d+)/.exec(address) ?? [];
  return host === undefined || port === undefined ? address : `${host}:${port}`;
}
