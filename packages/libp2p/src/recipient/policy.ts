import { throwError } from 'rxjs';

/**
 * From whom invitations are taken. A predicate gets the proven identity of the peer, and is asked
 * anew for each stream and each invitation, so that what it answers may change. When it throws, the
 * peer is not admitted, and the error is reported the way RxJS reports one that nobody handles.
 */
export type InvitationPolicy =
  'anyone' | 'nobody' | { readonly trusted: Iterable<string> } | ((peerName: string) => boolean);

/**
 * Whether a policy admits a peer.
 *
 * @throws TypeError when `policy` is none.
 */
export function admission(policy: InvitationPolicy): (peerName: string) => boolean {
  if (policy === 'anyone') return () => true;
  if (policy === 'nobody') return () => false;
  if (typeof policy === 'function') return (peerName) => asked(policy, peerName);
  if (typeof policy === 'object' && Symbol.iterator in Object(policy.trusted)) {
    const trusted = new Set(policy.trusted);
    return (peerName) => trusted.has(peerName);
  }
  throw new TypeError(
    "libp2pAdapter: policy is none of 'anyone', 'nobody', { trusted } and a function.",
  );
}

function asked(policy: (peerName: string) => boolean, peerName: string): boolean {
  try {
    return policy(peerName);
  } catch (error) {
    throwError(() => error).subscribe();
    return false;
  }
}
