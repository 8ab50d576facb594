import type { InviteRequest } from '@beckon/core';

/** What every invitation of the benchmark carries. */
export const content = {
  applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
  message: 'Join my whiteboard?',
  data: new Uint8Array(64).fill(7),
} satisfies Partial<InviteRequest>;

/** The fields of an `Invite` frame: two GUIDs, the message, the data and the time, each with its tag, in two messages. */
const INVITE_BYTES = 18 + 18 + (2 + content.message.length) + (2 + content.data.length) + 4 + 2;

/** As many bytes as such an invitation has on the wire, for the streams it is compared with. */
export const payload = new Uint8Array(INVITE_BYTES).fill(7);
