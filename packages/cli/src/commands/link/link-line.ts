import type { Link } from '@beckon/links';

/** A link, as data and in words. */
export function linkLine(link: Link): {
  readonly data: { readonly type: 'link' } & Link;
  readonly text: string;
} {
  const { id, kind, uses, usedBy, expiresAt, isRevoked, applicationId } = link;
  const state = isRevoked
    ? 'revoked'
    : expiresAt <= Date.now()
      ? 'expired'
      : `until ${new Date(expiresAt).toISOString()}`;
  const purpose = kind === 'contact' ? 'contact' : `invitation to ${applicationId}`;
  return {
    data: { type: 'link', ...link },
    text: `${id}  ${purpose}, used ${usedBy.length} of ${uses} times, ${state}`,
  };
}
