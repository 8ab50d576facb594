import { type Guid, parseGuid } from '@beckon/core';
import { ID_BYTES, type LinkContent, type LinkKind, SECRET_BYTES } from './link-text.ts';

/** The application id of the invitations by which people use links. */
export const LINK_APPLICATION_ID: Guid = parseGuid('7d1c3c0e-5f0b-4a57-9d38-2f2b6c1d8a90');

const VERSION = 1;

/** The data of such an invitation. */
export interface SpendRequest {
  /** The id of the link, in hexadecimal. */
  readonly id: string;
  readonly secret: string;
  /** The contact card of the inviting peer. It is a claim until the adapter has verified it. */
  readonly card: string;
}

/**
 * Whether a person uses a link by this invitation. `createLinks` answers such invitations, and apps should not show
 * them.
 */
export function isLinkInvitation({ applicationId }: { readonly applicationId: string }): boolean {
  return applicationId === LINK_APPLICATION_ID;
}

export function writeSpendRequest({ id, secret }: LinkContent, card: string): Uint8Array {
  return Uint8Array.from([VERSION, ...id, ...secret, ...new TextEncoder().encode(card)]);
}

/** `undefined` for data that is no request. */
export function readSpendRequest(data: Uint8Array | undefined): SpendRequest | undefined {
  if (data === undefined || data[0] !== VERSION || data.length <= 1 + ID_BYTES + SECRET_BYTES) {
    return undefined;
  }
  try {
    return {
      id: toHex(data.subarray(1, 1 + ID_BYTES)),
      secret: toHex(data.subarray(1 + ID_BYTES, 1 + ID_BYTES + SECRET_BYTES)),
      card: new TextDecoder('utf-8', { fatal: true }).decode(
        data.subarray(1 + ID_BYTES + SECRET_BYTES),
      ),
    };
  } catch {
    return undefined;
  }
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The purpose of a link in the creator's records. The text of the link may have been changed on the way. */
export interface SpendAnswer {
  readonly kind: LinkKind;
  readonly applicationId?: Guid;
}

const KINDS: readonly LinkKind[] = ['contact', 'invitation'];

export function writeSpendAnswer({ kind, applicationId }: SpendAnswer): Uint8Array {
  return Uint8Array.from([
    VERSION,
    KINDS.indexOf(kind),
    ...new TextEncoder().encode(applicationId ?? ''),
  ]);
}

/** `undefined` for data that is no answer, also when the adapter carries no data in an answer. */
export function readSpendAnswer(data: Uint8Array | undefined): SpendAnswer | undefined {
  const kind = KINDS[data?.[1] ?? -1];
  if (data === undefined || data[0] !== VERSION || kind === undefined) return undefined;
  if (kind === 'contact') return { kind };
  try {
    return { kind, applicationId: parseGuid(new TextDecoder().decode(data.subarray(2))) };
  } catch {
    return undefined;
  }
}
