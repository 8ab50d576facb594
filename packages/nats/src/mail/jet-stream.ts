import type { NatsConnection } from '@nats-io/nats-core';

const TIMEOUT_MS = 2_000;

/** What JetStream answers when it refuses. */
export class JetStreamError extends Error {
  /** JetStream's own number of the fault. */
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

/** Asks the API of JetStream. Rejects with {@link JetStreamError} when it refuses, otherwise when nobody answers. */
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
