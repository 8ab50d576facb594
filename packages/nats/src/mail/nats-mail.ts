import { CollaborationError } from '@beckon/core';
import { limitReached } from '@beckon/core/adapter';
import type { Letter, Mail, ReceivedLetter } from '@beckon/engine';
import { headers, type Msg } from '@nats-io/nats-core';
import {
  defer,
  firstValueFrom,
  Observable,
  retry,
  type SchedulerLike,
  Subject,
  Subscription,
  switchMap,
  takeUntil,
  throwError,
  timer,
} from 'rxjs';
import type { NatsCounters } from '../counters.ts';
import type { Identity } from '../identity/identity.ts';
import type { KeyFunctions } from '../platform.ts';
import { addressOf } from '../transport/addresses.ts';
import type { Broker } from '../transport/broker.ts';
import type { Peers } from '../transport/peers.ts';
import { checkAnswer, isRefusal, requestJetStream } from './jet-stream.ts';
import { CALL_SLOT, mailboxOf, senderOf, SLOTS } from './mail-subjects.ts';
import { openLetter, sealLetter } from './sealed-letter.ts';

const NANOSECONDS_PER_MS = 1_000_000;
const RETRY_MS = 250;
/** Enough tries for a server that has just started, or a cluster without a leader, which answers after some seconds. */
const OPEN_TRIES = 20;
const PUBLISH_TIMEOUT_MS = 2_000;
/** Less than two minutes, after which a server forgets an id. */
const MAX_POST_MS = 100_000;
/** A letter is delivered again when it was not acknowledged for this time. */
const ACK_WAIT_MS = 30_000;
const INACTIVE_MS = 60_000;
const PULL_MS = 30_000;
const PULL_GRACE_MS = 5_000;
const BATCH = 64;
const MAX_UNFINISHED = 1_000;
/** JetStream's error code for a subject that has a message already. */
const SLOT_TAKEN = 10_077;
const STATUS_NONE_CAME: readonly number[] = [404, 408];

export interface NatsMailInit {
  readonly broker: Broker;
  readonly identity: Identity;
  readonly keys: KeyFunctions;
  readonly peers: Peers;
  readonly counters: NatsCounters;
  readonly scheduler: SchedulerLike;
}

/** Mail in streams of JetStream. */
export class NatsMail implements Mail {
  readonly #init: NatsMailInit;
  readonly #box;
  readonly #reading = new Subscription();
  readonly #closed$ = new Subject<void>();
  readonly #lost$ = new Subject<void>();
  #pulls = 0;

  private constructor(init: NatsMailInit) {
    this.#init = init;
    this.#box = mailboxOf(init.identity.peerName);
  }

  /** @throws CollaborationError `SERVICE_UNAVAILABLE` when the broker keeps no letters. */
  static async open(init: NatsMailInit): Promise<NatsMail> {
    const mail = new NatsMail(init);
    try {
      await firstValueFrom(
        defer(() => mail.#beginAnew()).pipe(
          retry({
            count: OPEN_TRIES,
            delay: (error: unknown) =>
              isRefusal(error) ? throwError(() => error) : timer(RETRY_MS, init.scheduler),
          }),
        ),
      );
    } catch (cause) {
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `open: the broker keeps no letters (${cause instanceof Error ? cause.message : String(cause)}). Its operator has to set up the mail with setUpMail() or beckon broker setup. Otherwise leave out the option mail.`,
        { cause },
      );
    }
    return mail;
  }

  async post({ to, content, expiresInMs }: Letter): Promise<void> {
    const { keys, identity, peers, scheduler } = this.#init;
    const peerKey = peers.keyOf(to);
    if (peerKey === undefined) throw new Error(`${to} is no nkey.`);
    const expiresAt = Math.round(scheduler.now() + expiresInMs);
    const letter = sealLetter(keys, identity, peerKey, { content, expiresAt });
    const isCall = content.length === 0;
    const slots = isCall ? [CALL_SLOT] : Array.from({ length: SLOTS }, (_, slot) => String(slot));
    const deadline = scheduler.now() + Math.min(expiresInMs, MAX_POST_MS);
    for (const slot of slots) {
      if (await this.#publish(mailboxOf(to).subject(identity.peerName, slot), letter, deadline)) {
        return;
      }
    }
    // This side waits for the recipient already.
    if (isCall) return;
    throw limitReached(
      'sendInvitation',
      SLOTS,
      `invitations that wait for ${to}`,
      'Send it again when they are back, or when one has expired.',
    );
  }

  receive(onLetter: (letter: ReceivedLetter) => void): void {
    const { scheduler } = this.#init;
    this.#reading.add(
      defer(() => this.#createConsumer())
        .pipe(
          switchMap(() => this.#messages()),
          retry({ delay: () => timer(RETRY_MS, scheduler) }),
        )
        .subscribe((message) => this.#take(message, onLetter)),
    );
  }

  /** The connection is lost, and the pending requests with it. */
  onLost(): void {
    this.#lost$.next();
  }

  close(): void {
    this.#reading.unsubscribe();
    this.#closed$.next();
    this.#closed$.complete();
  }

  /** Publishes until the server confirms the letter. Returns false when the slot is taken. */
  async #publish(subject: string, letter: Uint8Array, deadline: number): Promise<boolean> {
    const { broker, scheduler } = this.#init;
    const options = { timeout: PUBLISH_TIMEOUT_MS, headers: headers() };
    options.headers.set('Nats-Msg-Id', crypto.randomUUID());
    const attempt$ = defer(async () => {
      const answer = await broker.connection.request(subject, letter, options);
      checkAnswer(answer.json());
      return true;
    });
    try {
      return await firstValueFrom(
        attempt$.pipe(
          retry({
            delay: (error: unknown) =>
              isRefusal(error) || scheduler.now() >= deadline
                ? throwError(() => error)
                : timer(RETRY_MS, scheduler),
          }),
          takeUntil(this.#closed$),
        ),
      );
    } catch (error) {
      if (isRefusal(error) && error.code === SLOT_TAKEN) return false;
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `The broker does not keep the invitation (${error instanceof Error ? error.message : String(error)}).`,
        { cause: error },
      );
    }
  }

  /** Resets the consumer: letters that an earlier run has received and not finished come again at once. */
  async #beginAnew(): Promise<void> {
    const { broker, identity } = this.#init;
    const former = `CONSUMER.DELETE.${this.#box.stream}.${identity.peerName}`;
    await requestJetStream(broker.connection, former, {}).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    await this.#createConsumer();
  }

  #createConsumer(): Promise<void> {
    const { broker, identity } = this.#init;
    const { stream, filter } = this.#box;
    const { peerName } = identity;
    return requestJetStream(broker.connection, `CONSUMER.CREATE.${stream}.${peerName}.${filter}`, {
      stream_name: stream,
      config: {
        name: peerName,
        filter_subject: filter,
        ack_policy: 'explicit',
        deliver_policy: 'all',
        ack_wait: ACK_WAIT_MS * NANOSECONDS_PER_MS,
        inactive_threshold: INACTIVE_MS * NANOSECONDS_PER_MS,
        max_ack_pending: MAX_UNFINISHED,
      },
    });
  }

  /** The messages of the consumer. Errors when the consumer or the connection fails. */
  #messages(): Observable<Msg> {
    const { broker, identity, scheduler } = this.#init;
    const { stream } = this.#box;
    return new Observable((subscriber) => {
      const inbox = `_INBOX.${identity.peerName}.mail.${this.#pulls++}`;
      let left = 0;
      let guard: Subscription | undefined;
      const pull = (): void => {
        left = BATCH;
        guard?.unsubscribe();
        guard = scheduler.schedule(
          () => subscriber.error(new Error('JetStream is silent.')),
          PULL_MS + PULL_GRACE_MS,
        );
        broker.connection.publish(
          `$JS.API.CONSUMER.MSG.NEXT.${stream}.${identity.peerName}`,
          JSON.stringify({ batch: BATCH, expires: PULL_MS * NANOSECONDS_PER_MS }),
          { reply: inbox },
        );
      };
      const subscription = broker.connection.subscribe(inbox, {
        callback: (error, message) => {
          if (error !== null) return subscriber.error(error);
          const status = message.headers?.code ?? 0;
          if (message.data.length === 0 && status > 0) {
            if (STATUS_NONE_CAME.includes(status)) return pull();
            return subscriber.error(new Error(message.headers?.description));
          }
          subscriber.next(message);
          left -= 1;
          if (left === 0) pull();
        },
      });
      const lost = this.#lost$.subscribe(() => subscriber.error(new Error('No connection.')));
      pull();
      return () => {
        guard?.unsubscribe();
        lost.unsubscribe();
        if (!broker.connection.isClosed()) subscription.unsubscribe();
      };
    });
  }

  #take(message: Msg, onLetter: (letter: ReceivedLetter) => void): void {
    const { broker, identity, keys, peers, counters, scheduler } = this.#init;
    const from = senderOf(message.subject);
    const peerKey = peers.keyOf(from);
    const { reply = '' } = message;
    const isOwn = reply.startsWith(`$JS.ACK.${this.#box.stream}.${identity.peerName}.`);
    const done = (): void => {
      if (isOwn && !broker.connection.isClosed()) broker.connection.publish(reply, '+ACK');
    };
    const letter =
      peerKey === undefined ? undefined : openLetter(keys, identity, peerKey, message.data);
    if (letter === undefined) {
      counters.forgedLetters += 1;
      return done();
    }
    onLetter({
      from,
      address: addressOf(from),
      content: letter.content,
      expiresInMs: letter.expiresAt - scheduler.now(),
      done,
    });
  }
}
