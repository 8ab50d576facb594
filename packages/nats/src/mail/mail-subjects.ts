import { decodePublicKey } from '../identity/nkey.ts';

/** The number of streams with mail. A server finds the letters of one person faster in a small stream. */
export const MAIL_STREAMS = 16;
/** How many letters of one sender can wait for one recipient. */
export const SLOTS = 8;
/** The slot of a sender that waits for the recipient to connect. */
export const CALL_SLOT = 'call';

/** The name of a mail stream, from 0 to 15. */
export function mailStream(number: number): string {
  return `BECKON_MAIL_${number}`;
}

/** The subject of a mail stream. */
export function mailStreamSubject(number: number): string {
  return `beckon-mail.${number}.*.*.*`;
}

/** The subjects of one person's mail. */
export interface Mailbox {
  readonly stream: string;
  /** The filter that matches all letters for the person. */
  readonly filter: string;
  /** The subject to which a sender posts. */
  subject(from: string, slot: string): string;
}

export function mailboxOf(peerName: string): Mailbox {
  const [first = 0] = decodePublicKey(peerName) ?? [];
  const number = first % MAIL_STREAMS;
  const place = `beckon-mail.${number}.${peerName}`;
  return {
    stream: mailStream(number),
    filter: `${place}.*.*`,
    subject: (from, slot) => `${place}.${from}.${slot}`,
  };
}

/** The claimed sender of a letter. */
export function senderOf(subject: string): string {
  return subject.split('.')[3] ?? '';
}
