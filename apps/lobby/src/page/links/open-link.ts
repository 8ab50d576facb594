import { type CollaborationAdapter, isCollaborationError } from '@beckon/core';
import { updateContact } from '@beckon/core/contacts';
import { explainError } from '@beckon/core/explain';
import { type DeadLink, openLink } from '@beckon/links';

const DEAD: Readonly<Record<DeadLink, string>> = {
  unknown: 'does not know this link',
  expired: 'has made a link that has expired',
  spent: 'has made a link that somebody else has used',
  revoked: 'has ended this link',
};

/** Whether a text is meant as a link. */
export function looksLikeLink(text: string): boolean {
  return /^(?:beckon:|https?:)/i.test(text.trim());
}

/** Opens a link, and says what came of it. Rejects as `openLink`. */
export async function meetByLink(adapter: CollaborationAdapter, text: string): Promise<string> {
  const opened = await openLink(adapter, text);
  const name = opened.contact.displayName ?? 'Their maker';
  if (opened.state === 'dead') {
    const asked = opened.isAsked ? 'They have seen that you came; ask' : 'Ask';
    return `${name} ${DEAD[opened.reason]}. ${asked} for another.`;
  }
  await updateContact(adapter, { ...opened.contact, isWatched: true, canWatchMe: true });
  return `${name} can be invited now.`;
}

/** Why a link could not be opened, for a person: what is wrong with a link is said in words by whoever reads it. */
export function linkProblemOf(error: unknown): string {
  if (!isCollaborationError(error, 'INVALID_ARGUMENT')) return explainError(error);
  const [, first = '', rest = ''] = /^\w+: (.)(.*)$/s.exec(error.message) ?? [];
  return first.toUpperCase() + rest;
}
