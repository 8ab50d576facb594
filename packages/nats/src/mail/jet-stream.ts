import type { NatsConnection } from '@nats-io/nats-core';

const TIMEOUT_MS = 2_000;

/**
 * What a cluster answers while it elects a leader or a server is away: no responsible server, not available, not the
 * leader, a stream or a consumer that is offline.
 */
const TEMPORARY: readonly number[] = [10_007, 10_008, 10_009, 10_118, 10_119];
const NO_PEERS_FOR_PLACEMENT = 10_005;
const STREAM_NOT_FOUND = 10_059;

/** An error that JetStream has answered. */
export class JetStreamError extends Error {
  /** JetStream's own error code. */
  readonly code: number;

  constructor(code: number, description: string) {
    super(description);
    this.name = 'JetStreamError';
    this.code = code;
  }
}

interface Answer {
  readonly error?: { readonly err_code?: number; readonly description?: string };
}

/** Whether JetStream has refused, and would refuse again: no server was away, and no leader was being elected. */
export function isRefusal(error: unknown): error is JetStreamError {
  return error instanceof JetStreamError && !TEMPORARY.includes(error.code);
}

/** Whether JetStream has answered that its cluster elects a leader, or knows too few servers. */
export function isForming(error: unknown): boolean {
  return (
    error instanceof JetStreamError && [...TEMPORARY, NO_PEERS_FOR_PLACEMENT].includes(error.code)
  );
}

/** Whether JetStream has answered that there is no such stream. */
export function isNoStream(error: unknown): boolean {
  return error instanceof JetStreamError && error.code === STREAM_NOT_FOUND;
}

/**
 * Sends a request to the API of JetStream. Rejects with {@link JetStreamError} for an error that it answers, and with
 * another error when there is no answer.
 */
export async function requestJetStream(
  connection: NatsConnection,
  subject: string,
  request: object,
): Promise<void> {
  const answer = await connection.request(`$JS.API.${subject}`, JSON.stringify(request), {
    timeout: TIMEOUT_MS,
  });
  checkAnswer(answer.json<Answer>());
}

/** @throws JetStreamError when the answer is an error. */
export function checkAnswer({ error }: Answer): void {
  if (error === undefined) return;
  throw new JetStreamError(error.err_code ?? 0, error.description ?? 'JetStream refuses.');
}
