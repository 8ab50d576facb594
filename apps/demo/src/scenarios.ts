import { createHash, randomBytes } from 'node:crypto';
import type { ReportOf } from './messages.ts';
import { expect, type Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

/** Pause of the story for a reader to follow, in milliseconds. */
const PAUSE_MS = 600;

export const scenarios: readonly Scenario<Stage>[] = [
  {
    title: 'Accepted, with a message and data, and a message back',
    async play(stage) {
      const message = 'Join my whiteboard? 🎨';
      const data = Uint8Array.from(randomBytes(16_384));
      const reply = 'On my way!';
      await stage.letRecipient({ how: 'accept', message: reply });
      const received = stage.recipientReports('received');
      stage.invite({ message, data });
      const [{ status }, { message: read, data: bytes }] = await Promise.all([
        stage.senderEnds('accepted'),
        received,
        stage.recipientReports('outcome', 'accepted'),
      ]);
      expect(read === message, 'the message arrived altered');
      expect(digest(bytes) === digest(data), 'the data arrived altered');
      expect('message' in status && status.message === reply, 'the reply was lost');
      return `${status.state}; 16 384 bytes arrived intact, and Ada reads the reply`;
    },
  },
  {
    title: 'Declined, with a message',
    async play(stage) {
      const message = 'In a meeting until three, Ada.';
      await stage.letRecipient({ how: 'decline', message });
      stage.invite({ message: 'A game of chess?' });
      const [{ status }] = await Promise.all([
        stage.senderEnds('declined'),
        stage.recipientReports('outcome', 'declined'),
      ]);
      expect('message' in status && status.message === message, 'the message was lost');
      return 'declined, and Ada knows why';
    },
  },
  {
    title: 'Expired: nobody answers within 1.5 seconds',
    async play(stage) {
      await stage.letRecipient({ how: 'ignore' });
      stage.invite({ message: 'Quick, look at this!', expiresInMs: 1500 });
      await Promise.all([
        stage.senderEnds('expired'),
        stage.recipientReports('outcome', 'expired'),
      ]);
      return 'expired on both sides';
    },
  },
  {
    title: 'Cancelled: Ada unsubscribes',
    async play(stage) {
      await stage.letRecipient({ how: 'ignore' });
      const received = stage.recipientReports('received');
      const withdrawn = stage.recipientReports('outcome', 'withdrawn');
      stage.invite({ message: 'Pair on this bug?' });
      await received;
      await stage.pause(PAUSE_MS);
      stage.unsubscribe();
      await withdrawn;
      return 'Bob saw it withdrawn';
    },
  },
  {
    title: 'Unreachable: Bob’s process is killed while he thinks',
    async play(stage) {
      await stage.letRecipient({ how: 'ignore' });
      const received = stage.recipientReports('received');
      const failed = stage.senderFails('UNREACHABLE');
      stage.invite({ message: 'Still there?' });
      await received;
      await stage.pause(PAUSE_MS);
      await stage.killRecipient();
      await failed;
      return 'unreachable at once, not after five minutes';
    },
  },
  {
    title: 'Refused: Bob takes invitations from nobody',
    async play(stage) {
      await stage.startRecipient('nobody');
      const failed = stage.senderFails('UNREACHABLE');
      stage.invite({ message: 'Hello, stranger' });
      await failed;
      return 'looks unreachable, and tells Ada nothing more';
    },
  },
];

function digest(data: ReportOf<'received'>['data']): string {
  return createHash('sha256')
    .update(data ?? new Uint8Array())
    .digest('hex');
}
