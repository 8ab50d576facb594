import { CollaborationError } from '@beckon/core';
import type { HeartbeatOptions } from '../protocol/heartbeat.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import {
  type ClientFunctions,
  type HostDescription,
  type HostFunctions,
  PROTOCOL_VERSION,
} from '../protocol/messages.ts';
import { RemoteCalls } from '../protocol/remote-calls.ts';

/** Gets the signals of the host, and hears when the connection is lost. */
export interface ConnectionOwner {
  signal(eventId: number): void;
  eventClosed(eventId: number): void;
  /** Not called for {@link Connection.close}. */
  lost(): void;
}

/** A pipe to a host, after the host has described its tables. */
export class Connection {
  readonly #calls: RemoteCalls;
  #lost: CollaborationError | undefined;

  private constructor(pipe: MessagePipe, owner: ConnectionOwner, options: HeartbeatOptions) {
    this.#calls = new RemoteCalls({
      ...options,
      pipe,
      functions: {
        signal: (id) => owner.signal(id),
        eventClosed: (id) => owner.eventClosed(id),
        ping: () => undefined,
      } satisfies ClientFunctions,
      onEnd: (reason, refusal) => {
        this.#lost =
          refusal === undefined
            ? new CollaborationError(
                'SERVICE_UNAVAILABLE',
                `bridgeAdapter: no host answers: ${reason}. Try again when the host runs.`,
              )
            : new CollaborationError(refusal, `bridgeAdapter: the host refuses: ${reason}.`);
        owner.lost();
      },
    });
  }

  /**
   * Rejects with `SERVICE_UNAVAILABLE` when no host answers, with the code of a refusal when the host gives
   * one, and with `NOT_SUPPORTED` when the host speaks another version.
   */
  static async open(
    pipe: MessagePipe,
    owner: ConnectionOwner,
    options: HeartbeatOptions,
  ): Promise<[Connection, HostDescription]> {
    const connection = new Connection(pipe, owner, options);
    try {
      const host = (await connection.request('hello', PROTOCOL_VERSION)) as HostDescription;
      return [connection, host];
    } catch (error) {
      connection.close();
      connection.checkNotLost();
      throw error;
    }
  }

  /**
   * @throws CollaborationError with `SERVICE_UNAVAILABLE` when the host is gone, or with the code of
   * its refusal.
   */
  checkNotLost(): void {
    if (this.#lost !== undefined) throw this.#lost;
  }

  request(name: keyof HostFunctions, ...args: readonly unknown[]): Promise<unknown> {
    return this.#calls.call(name, ...args);
  }

  notify(name: keyof HostFunctions, ...args: readonly unknown[]): void {
    this.#calls.notify(name, ...args);
  }

  rejectPending(): void {
    this.#calls.rejectPending();
  }

  close(): void {
    this.#calls.close();
  }
}
