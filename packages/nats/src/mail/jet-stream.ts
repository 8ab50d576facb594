import type { NatsConnection } from '@nats-io/nats-core';

const TIMEOUT_MS = 2_000;

/** A refusal of JetStream. */
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

/**
 * Sends a request to the API of JetStream. Rejects with {@link JetStreamError} for a refusal, and with another error
 * when there is no answer.
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

/** @throws JetStreamError when the answer is a refusal. */
export function checkAnswer({ error }: Answer): void {
  if (error === undefined) return;
  throw new JetStreamError(error.err_code ?? 0, error.description ?? 'JetStream refuses.');
}
