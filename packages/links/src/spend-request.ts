import { type Guid, parseGuid } from '@beckon/core';
import { ID_BYTES, type LinkContent, type LinkKind, SECRET_BYTES } from './link-text.ts';

/** The application of the invitation by which somebody comes who has a link. */
export const LINK_APPLICATION_ID: Guid = parseGuid('7d1c3c0e-5f0b-4a57-9d38-2f2b6c1d8a90');

const VERSION = 1;

/** What somebody says who has a link. */
export interface SpendRequest {
  /** In hexadecimal. */
  readonly id: string;
  readonly secret: string;
  /** Of the one who comes; its own claim until it is read. */
  readonly card: string;
}

/** Whether an invitation is of somebody who has a link: it is answered by `createLinks`, and is not to be shown. */
export function isLinkInvitation({ applicationId }: { readonly applicationId: string }): boolean {
  return applicationId === LINK_APPLICATION_ID;
}

export function writeSpendRequest({ id, secret }: LinkContent, card: string): Uint8Array {
  return Uint8Array.from([VERSION, ...id, ...secret, ...new TextEncoder().encode(card)]);
}

/** `undefined` for what is no request. */
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

/** What a link is for, as its creator knows it: what the link itself says may have been changed on the way. */
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

/** `undefined` for what is no answer, also where an adapter carries none. */
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
