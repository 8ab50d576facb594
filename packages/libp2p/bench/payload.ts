import { frameOf } from '../src/protocol/message.ts';
import { Frame } from '../src/protocol/invitation.generated.ts';
import { IdSource } from '../src/protocol/guid-bytes.ts';
import type { InviteRequest } from '@beckon/core';

/** What every invitation of the benchmark carries. */
export const content = {
  applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
  message: 'Join my whiteboard?',
  data: new Uint8Array(64).fill(7),
} satisfies Partial<InviteRequest>;

const ids = new IdSource();

/** As many bytes as such an invitation has on the wire, for the streams it is compared with. */
export const payload = Frame.encode(
  frameOf({
    kind: 'invite',
    id: ids.next(),
    invitation: {
      applicationId: ids.next(),
      message: content.message,
      data: content.data,
      expiresInMs: 300_000,
    },
  }),
);
