import { type Invitation, LIMITS, parseGuid } from '@beckon/core';

/** The application that every case invites to. Harnesses of systems that check it register it. */
export const CONFORMANCE_APPLICATION_ID = parseGuid('0b6d3a52-7c1e-4a55-9d6c-2f6f1f6f0c01');

/** As small as an invitation can be. */
export const bareInvitation: Invitation = { applicationId: CONFORMANCE_APPLICATION_ID };

/** As large as an invitation can be: text of two and four byte characters, every byte value. */
export const fullInvitation: Invitation = {
  applicationId: CONFORMANCE_APPLICATION_ID,
  message: `${'𝄞'.repeat(100)}${'é'.repeat(LIMITS.messageUtf16Units - 200)}`,
  data: Uint8Array.from({ length: LIMITS.invitationDataBytes }, (_, index) => index % 256),
};
