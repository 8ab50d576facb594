import type { IncomingInvitation } from '@beckon/core';

/** What the sender calls itself. A claim: show the identity beside it before anybody decides. */
export function inviterName({ from }: IncomingInvitation): string {
  return from.endpoint.name ?? 'Somebody without a name';
}
