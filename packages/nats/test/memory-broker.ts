import type { Msg, MsgCallback, NatsConnection, Status } from '@nats-io/nats-core';
import type { Platform } from '../src/platform.ts';
import { nodePlatform } from '../src/node/node-platform.ts';

/** A message on its way through the broker. */
export interface Carried {
  readonly to: string;
  readonly from: string;
  readonly data: Uint8Array;
}

/** What a broker makes of a message that it is to deliver: none, itself, others. */
export type Tamper = (message: Carried) => readonly Carried[];

/** A broker in this process, which can lie about everything. */
export class MemoryBroker {
  /** What was published, in order. */
  readonly seen: Carried[] = [];
  tamper: Tamper = (message) => [message];
  readonly #inboxes = new Map<string, (message: Carried, isAbsent: boolean) => void>();
  #underWay = 0;
  #settle: (() => void)[] = [];

  /** A platform whose connections lead here. */
  readonly platform: Platform = {
    ...nodePlatform,
    connect: async () => this.#connect(),
  };

  /** Delivers a message as if it were from whom it says. */
  inject(message: Carried): void {
    this.#underWay += 1;
    setImmediate(() => {
      this.#inboxes.get(message.to)?.(message, false);
      this.#underWay -= 1;
      if (this.#underWay === 0) for (const settle of this.#settle.splice(0)) settle();
    });
  }

  /** Resolves when no message is under way any more, and nobody is about to send one. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#settle.push(resolve));
  }

  #publish(subject: string, data: Uint8Array): void {
    const [, to = '', from = ''] = subject.split('.');
    const message = { to, from, data: data.slice() };
    this.seen.push(message);
    if (!this.#inboxes.has(to)) return this.#sayAbsent(message);
    for (const delivered of this.tamper(message)) this.inject(delivered);
  }

  #sayAbsent(message: Carried): void {
    setImmediate(() => this.#inboxes.get(message.from)?.(message, true));
  }

  #connect(): NatsConnection {
    let end: (() => void) | undefined;
    let isClosed = false;
    const names: string[] = [];
    const connection = {
      info: { max_payload: 1_048_576 },
      publish: (subject: string, data: Uint8Array) => this.#publish(subject, data),
      subscribe: (subject: string, { callback }: { callback: MsgCallback<Msg> }) => {
        const [, name = ''] = subject.split('.');
        names.push(name);
        this.#inboxes.set(name, ({ from, data, to }, isAbsent) => {
          const message = isAbsent
            ? { subject: `beckon.${name}.${to}`, data: new Uint8Array(), headers: { code: 503 } }
            : { subject: `beckon.${name}.${from}`, data };
          void callback(null, message as Msg);
        });
      },
      flush: async () => undefined,
      isClosed: () => isClosed,
      async *status(): AsyncGenerator<Status> {
        await new Promise<void>((resolve) => (end = resolve));
        yield { type: 'close' };
      },
      close: async () => {
        isClosed = true;
        for (const name of names) this.#inboxes.delete(name);
        end?.();
      },
    };
    return connection as unknown as NatsConnection;
  }
}
