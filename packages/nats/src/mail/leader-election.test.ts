import { type NatsConnection, TimeoutError } from '@nats-io/nats-core';
import { asyncScheduler } from 'rxjs';
import { createCounters } from '../counters.ts';
import { createSeed, identityOf } from '../identity/identity.ts';
import { nodeKeys } from '../node/node-keys.ts';
import type { Broker } from '../transport/broker.ts';
import { Peers } from '../transport/peers.ts';
import { NatsMail } from './nats-mail.ts';
import { setUpMail } from './set-up-mail.ts';

const answer = (err_code: number) => ({ error: { err_code, description: `error ${err_code}` } });
const NOT_AVAILABLE = answer(10_008);
const NO_PEERS = answer(10_005);
const NO_SUCH_CONSUMER = answer(10_014);
const NO_SUCH_STREAM = answer(10_059);

/** Mail over a broker that gives these answers, one after another. */
function openMail(answers: object[]) {
  const asked: { readonly subject: string; readonly id: string | undefined }[] = [];
  const broker = {
    connection: {
      async request(subject: string, _: unknown, options: { headers?: Map<string, string> }) {
        asked.push({ subject, id: options.headers?.get('Nats-Msg-Id') });
        return { json: () => answers.shift() ?? {} };
      },
    },
  } as unknown as Broker;
  const mail = NatsMail.open({
    broker,
    identity: identityOf(nodeKeys, createSeed())!,
    keys: nodeKeys,
    peers: new Peers(),
    counters: createCounters(),
    scheduler: asyncScheduler,
  });
  return { mail, asked };
}

describe('while a cluster elects a leader', () => {
  it('open() waits', async () => {
    const { mail, asked } = openMail([NOT_AVAILABLE, NO_SUCH_CONSUMER, NOT_AVAILABLE]);
    (await mail).close();
    expect(asked.map(({ subject }) => subject.split('.')[3])).toEqual([
      ...['DELETE', 'DELETE', 'CREATE'],
      ...['DELETE', 'CREATE'],
    ]);
  });

  it('open() fails at once when there is no mail', async () => {
    const { mail, asked } = openMail([NO_SUCH_CONSUMER, NO_SUCH_STREAM]);
    await expect(mail).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(asked).toHaveLength(2);
  });

  it('a letter is sent again under its id, until it is kept', async () => {
    const answers: object[] = [];
    const { mail, asked } = openMail(answers);
    const opened = await mail;
    asked.length = 0;
    answers.push(NOT_AVAILABLE, NOT_AVAILABLE);
    const to = identityOf(nodeKeys, createSeed())!.peerName;
    await opened.post({ to, content: Uint8Array.of(1), expiresInMs: 60_000 });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    opened.close();
  });

  it('setUpMail() waits, and makes no stream that may be there', async () => {
    const answers = [NOT_AVAILABLE, {}, NOT_AVAILABLE, {}, NO_SUCH_STREAM];
    const asked: string[] = [];
    const connection = {
      async request(subject: string) {
        asked.push(subject.split('.')[3] ?? '');
        return { json: () => answers.shift() ?? {} };
      },
    } as unknown as NatsConnection;
    await setUpMail(connection);
    expect(asked.slice(0, 6)).toEqual(['INFO', 'INFO', 'UPDATE', 'UPDATE', 'INFO', 'CREATE']);
  });

  it('setUpMail() waits while a server does not answer, or knows too few others', async () => {
    const answers = [new TimeoutError(), NO_PEERS];
    const asked: string[] = [];
    const connection = {
      async request(subject: string) {
        asked.push(subject.split('.')[3] ?? '');
        const next = answers.shift() ?? {};
        if (next instanceof Error) throw next;
        return { json: () => next };
      },
    } as unknown as NatsConnection;
    await setUpMail(connection);
    expect(asked.slice(0, 4)).toEqual(['INFO', 'INFO', 'INFO', 'UPDATE']);
  });

  it('setUpMail() rejects at once when the broker refuses', async () => {
    const refused = answer(10_047);
    const connection = {
      request: async () => ({ json: () => refused }),
    } as unknown as NatsConnection;
    await expect(setUpMail(connection)).rejects.toMatchObject({ code: 10_047 });
  });
});
