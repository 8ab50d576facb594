import { decodePublicKey } from '../identity/nkey.ts';

/** The mail of all people lies in so many streams: a server finds the letters of one person faster in a small one. */
export const MAIL_STREAMS = 16;
/** How many letters of one sender can wait for one recipient. */
export const SLOTS = 8;
/** The slot of those who ask to be connected to. */
export const CALL_SLOT = 'call';

/** The name of a mail stream, from 0 to 15. */
export function mailStream(number: number): string {
  return `BECKON_MAIL_${number}`;
}

/** What a mail stream takes. */
export function mailStreamSubject(number: number): string {
  return `beckon-mail.${number}.*.*.*`;
}

/** Where the mail of one person lies. */
export interface Mailbox {
  readonly stream: string;
  /** What all letters for the person match. */
  readonly filter: string;
  /** Where a sender posts. */
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

/** Who says that they have posted a letter. */
export function senderOf(subject: string): string {
  return subject.split('.')[3] ?? '';
}
