import { type Invitation, LIMITS, parseGuid } from '@beckon/core';

/** The application of every invitation. A harness must register it if its system looks for it. */
export const CONFORMANCE_APPLICATION_ID = parseGuid('0b6d3a52-7c1e-4a55-9d6c-2f6f1f6f0c01');

/** The smallest invitation. */
export const bareInvitation: Invitation = { applicationId: CONFORMANCE_APPLICATION_ID };

/** The largest invitation. */
export const fullInvitation: Invitation = {
  applicationId: CONFORMANCE_APPLICATION_ID,
  message: longestText(LIMITS.messageUtf16Units),
  data: bytesOf(LIMITS.invitationDataBytes),
};

/** A text of `units` UTF-16 units, with characters of two and of four bytes in UTF-8. */
export function longestText(units: number): string {
  const pairs = Math.floor(units / 3);
  return `${'𝄞'.repeat(pairs)}${'é'.repeat(units - 2 * pairs)}`;
}

/** Bytes of every value in turn. */
export function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index % 256);
}
