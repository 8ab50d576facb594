import {
  type CollaborationAdapter,
  CollaborationError,
  type Contact,
  type Guid,
  type InvitationStatus,
  inviteAsync,
  type InviteRequest,
  isCollaborationError,
} from '@beckon/core';
import type { DeadLink } from './link-book.ts';
import { type LinkKind, readLink } from './link-text.ts';
import { addIfNew } from './links.ts';
import { LINK_APPLICATION_ID, readSpendAnswer, writeSpendRequest } from './spend-request.ts';

/** How long the creator of a link may take to answer, in milliseconds. */
const ANSWER_MS = 30_000;

const DEAD: readonly string[] = ['unknown', 'expired', 'spent', 'revoked'] satisfies DeadLink[];

/** The result of opening a link. */
export type OpenedLink =
  /**
   * The creator is a contact now. `applicationId`: the application to invite them into, for the kind `'invitation'`.
   */
  | {
      readonly state: 'opened';
      readonly kind: LinkKind;
      readonly contact: Contact;
      readonly applicationId?: Guid;
    }
  /**
   * The link opens nothing. Either the creator was asked, and has seen this side, or the link has expired by the
   * clock of this machine. `contact` is the creator, who is not added as a contact.
   */
  | {
      readonly state: 'dead';
      readonly reason: DeadLink;
      readonly contact: Contact;
      /** Whether the creator was asked, and knows that this side came. */
      readonly isAsked: boolean;
    };

/**
 * Opens a link: this side and the creator become contacts of each other, or this side is allowed to invite the
 * creator. The adapter must be open and signed in, and the creator must be there.
 *
 * Rejects with `INVALID_ARGUMENT` for a text that is no link, is damaged, is of a later version, or is this side's
 * own link; users can read the message. Rejects with `NOT_AUTHORIZED` when the creator is blocked here, with
 * `UNREACHABLE` when the creator is not there, with `NOT_SIGNED_IN`, and with `NOT_SUPPORTED` without a table
 * `contacts`. A rejected call has changed nothing.
 */
export async function openLink(adapter: CollaborationAdapter, text: string): Promise<OpenedLink> {
  const { contacts, identity, name } = adapter;
  if (contacts === undefined) {
    throw new CollaborationError(
      'NOT_SUPPORTED',
      `openLink: the ${name} adapter has no table contacts.`,
    );
  }
  const content = readLink(text);
  const { kind, card, expiresAt, applicationId, hints } = content;
  const linkSays = { kind, ...(applicationId === undefined ? {} : { applicationId }) };
  const contact = await contacts.parse(card);
  const { peerName } = await identity.contact();
  if (contact.peerName === peerName) {
    throw new CollaborationError('INVALID_ARGUMENT', 'openLink: the link is your own.');
  }
  const known = await Promise.resolve(contacts.get(contact.peerName)).catch(() => undefined);
  if (known?.isBlocked === true) {
    throw new CollaborationError(
      'NOT_AUTHORIZED',
      'openLink: you have blocked the creator of the link. Unblock them first.',
    );
  }
  if (expiresAt <= Date.now()) {
    return { state: 'dead', reason: 'expired', contact, isAsked: false };
  }
  const isNew = await addIfNew(adapter, card);
  try {
    const status = await inviteSomewhere(adapter, contact, hints, {
      applicationId: LINK_APPLICATION_ID,
      data: writeSpendRequest(content, await identity.card()),
      expiresInMs: ANSWER_MS,
    });
    if (status.state === 'accepted') {
      // The creator's answer counts. Some adapters carry no data in an answer: the content of the link counts then.
      const meant = readSpendAnswer(status.data) ?? linkSays;
      return { state: 'opened', contact: await contacts.get(contact.peerName), ...meant };
    }
    if (isNew) await contacts.delete(contact.peerName);
    if (status.state === 'declined') {
      return { state: 'dead', reason: reasonIn(status.message), contact, isAsked: true };
    }
    throw new CollaborationError(
      'UNREACHABLE',
      'openLink: the creator of the link does not answer. Try again when they are there.',
    );
  } catch (error) {
    if (isNew && isCollaborationError(error)) {
      await Promise.resolve(contacts.delete(contact.peerName)).catch(() => undefined);
    }
    throw error;
  }
}

/** Invites the creator where the adapter finds the contact, or else at the hints of the link. */
async function inviteSomewhere(
  adapter: CollaborationAdapter,
  contact: Contact,
  hints: readonly string[],
  request: Omit<InviteRequest, 'to'>,
): Promise<InvitationStatus> {
  const endpoints = (await adapter.contacts?.endpoints(contact)) ?? [];
  if (endpoints.length > 0) return inviteAsync(adapter, { ...request, to: { contact } });
  let failure: unknown = new CollaborationError(
    'UNREACHABLE',
    'openLink: nobody knows where the creator of the link is.',
  );
  for (const address of hints) {
    try {
      return await inviteAsync(adapter, { ...request, to: { contact, endpoint: { address } } });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function reasonIn(message: string | undefined): DeadLink {
  return DEAD.includes(message ?? '') ? (message as DeadLink) : 'unknown';
}
