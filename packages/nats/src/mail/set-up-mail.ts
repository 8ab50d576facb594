import { type NatsConnection, TimeoutError } from '@nats-io/nats-core';
import { defer, firstValueFrom, retry, throwError, timer } from 'rxjs';
import { isForming, isNoStream, requestJetStream } from './jet-stream.ts';
import { MAIL_STREAMS, mailStream, mailStreamSubject } from './mail-subjects.ts';

const NANOSECONDS_PER_MS = 1_000_000;
/** Longest time that a letter is kept, in milliseconds: as long as an invitation can wait. */
const MAX_AGE_MS = 24 * 60 * 60 * 1_000;
/** The server forgets the ids of letters after this time. Senders retry with one id for less time. */
const DUPLICATE_WINDOW_MS = 120_000;
const MAX_LETTER_BYTES = 24_576;
const RETRY_MS = 250;
/** A cluster elects a leader in some seconds, and in more of them on a busy machine. */
const FORMING_MS = 60_000;

/** Settings of the mail streams. */
export interface MailSettings {
  /** The number of servers of a cluster that store each letter: 1, 3 or 5. Default: 1. */
  readonly replicas?: number;
  /** Most bytes of all letters in one of the 16 streams. Default: 67 108 864. */
  readonly maxBytes?: number;
}

/**
 * Creates or updates the streams in which a broker keeps letters. The connection needs an operator's permission to
 * create and update streams. Waits up to a minute in all while a cluster starts or elects a leader. Rejects at once
 * when the server has no JetStream, or no room; after the minute when the cluster has fewer servers than `replicas`.
 */
export async function setUpMail(
  connection: NatsConnection,
  { replicas = 1, maxBytes = 67_108_864 }: MailSettings = {},
): Promise<void> {
  const deadline = performance.now() + FORMING_MS;
  const ask = (subject: string, request: object): Promise<void> =>
    untilFormed(deadline, () => requestJetStream(connection, subject, request));
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
    const isThere = await ask(`STREAM.INFO.${name}`, {}).then(
      () => true,
      (error: unknown) => {
        if (isNoStream(error)) return false;
        throw error;
      },
    );
    await ask(`STREAM.${isThere ? 'UPDATE' : 'CREATE'}.${name}`, config);
  }
}

/** Asks again while a cluster is forming, until the deadline. */
function untilFormed(deadline: number, ask: () => Promise<void>): Promise<void> {
  const mayFormYet = (error: unknown): boolean =>
    performance.now() < deadline && (isForming(error) || error instanceof TimeoutError);
  return firstValueFrom(
    defer(ask).pipe(
      retry({
        delay: (error: unknown) => (mayFormYet(error) ? timer(RETRY_MS) : throwError(() => error)),
      }),
    ),
  );
}
