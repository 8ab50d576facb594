import type { IncomingInvitation } from '@beckon/core';

/** The name that the sender claims. Show the peer name beside it before a person decides. */
export function inviterName({ from }: IncomingInvitation): string {
  return from.endpoint.name ?? 'Somebody without a name';
}
