import type { NatsConnection } from '@nats-io/nats-core';
import { defer, firstValueFrom, retry, throwError, timer } from 'rxjs';
import { isElecting, isNoStream, requestJetStream } from './jet-stream.ts';
import { MAIL_STREAMS, mailStream, mailStreamSubject } from './mail-subjects.ts';

const NANOSECONDS_PER_MS = 1_000_000;
/** Longest time that a letter is kept, in milliseconds: as long as an invitation can wait. */
const MAX_AGE_MS = 24 * 60 * 60 * 1_000;
/** The server forgets the ids of letters after this time. Senders retry with one id for less time. */
const DUPLICATE_WINDOW_MS = 120_000;
const MAX_LETTER_BYTES = 24_576;
/** An election takes some seconds. */
const RETRY_MS = 250;
const RETRIES = 40;

/** Settings of the mail streams. */
export interface MailSettings {
  /** The number of servers of a cluster that store each letter: 1, 3 or 5. Default: 1. */
  readonly replicas?: number;
  /** Most bytes of all letters in one of the 16 streams. Default: 67 108 864. */
  readonly maxBytes?: number;
}

/**
 * Creates or updates the streams in which a broker keeps letters. The connection needs an operator's permission to
 * create and update streams. Waits up to ten seconds while a cluster elects a leader. Rejects when the server has no
 * JetStream, or no room.
 */
export async function setUpMail(
  connection: NatsConnection,
  { replicas = 1, maxBytes = 67_108_864 }: MailSettings = {},
): Promise<void> {
  for (let number = 0; number < MAIL_STREAMS; number++) {
    const name = mailStream(number);
    const config = {
      name,
      subjects: [mailStreamSubject(number)],
      retention: 'workqueue',
      storage: 'file',
      discard: 'new',
      discard_new_per_subject: true,
      max_msgs_per_subject: 1,
      max_age: MAX_AGE_MS * NANOSECONDS_PER_MS,
      duplicate_window: DUPLICATE_WINDOW_MS * NANOSECONDS_PER_MS,
      max_msg_size: MAX_LETTER_BYTES,
      max_bytes: maxBytes,
      num_replicas: replicas,
    };
    const isThere = await ask(connection, `STREAM.INFO.${name}`, {}).then(
      () => true,
      (error: unknown) => {
        if (isNoStream(error)) return false;
        throw error;
      },
    );
    await ask(connection, `STREAM.${isThere ? 'UPDATE' : 'CREATE'}.${name}`, config);
  }
}

/** Asks again while a cluster elects a leader. */
function ask(connection: NatsConnection, subject: string, request: object): Promise<void> {
  return firstValueFrom(
    defer(() => requestJetStream(connection, subject, request)).pipe(
      retry({
        count: RETRIES,
        delay: (error: unknown) => (isElecting(error) ? timer(RETRY_MS) : throwError(() => error)),
      }),
    ),
  );
}
