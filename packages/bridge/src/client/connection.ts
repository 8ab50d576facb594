import { CollaborationError } from '@beckon/core';
import type { BridgeChannel } from '../protocol/channel.ts';
import { Link, type LinkOptions } from '../protocol/link.ts';
import {
  type ClientFunctions,
  type HostDescription,
  type HostFunctions,
  PROTOCOL_VERSION,
} from '../protocol/messages.ts';

/** Who hears of a connection: the adapter that it belongs to. */
export interface ConnectionOwner {
  signal(eventId: number): void;
  eventClosed(eventId: number): void;
  /** Not called for {@link Connection.close}. */
  lost(reason: string): void;
}

/** One channel to a host that has said what it offers. */
export class Connection {
  readonly #link: Link;
  #lostFor: string | undefined;

  private constructor(channel: BridgeChannel, owner: ConnectionOwner, options: LinkOptions) {
    this.#link = new Link({
      ...options,
      channel,
      functions: {
        signal: (id) => owner.signal(id),
        eventClosed: (id) => owner.eventClosed(id),
        ping: () => undefined,
      } satisfies ClientFunctions,
      onEnd: (reason) => {
        this.#lostFor = reason;
        owner.lost(reason);
      },
    });
  }

  /** Rejects with `SERVICE_UNAVAILABLE` when no host answers, `NOT_SUPPORTED` when it speaks another version. */
  static async open(
    channel: BridgeChannel,
    owner: ConnectionOwner,
    options: LinkOptions,
  ): Promise<[Connection, HostDescription]> {
    const connection = new Connection(channel, owner, options);
    try {
      const host = (await connection.request('hello', PROTOCOL_VERSION)) as HostDescription;
      return [connection, host];
    } catch (error) {
      connection.close();
      connection.checkNotLost();
      throw error;
    }
  }

  /** @throws CollaborationError with `SERVICE_UNAVAILABLE` when the host is gone. */
  checkNotLost(): void {
    if (this.#lostFor === undefined) return;
    throw new CollaborationError(
      'SERVICE_UNAVAILABLE',
      `bridge: no host answers: ${this.#lostFor}. Try again when it runs.`,
    );
  }

  request(name: keyof HostFunctions, ...args: readonly unknown[]): Promise<unknown> {
    return this.#link.call(name, ...args);
  }

  notify(name: keyof HostFunctions, ...args: readonly unknown[]): void {
    this.#link.notify(name, ...args);
  }

  rejectPending(): void {
    this.#link.rejectPending();
  }

  close(): void {
    this.#link.close();
  }
}
