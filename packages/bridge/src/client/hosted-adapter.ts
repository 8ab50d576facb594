import { invalidArgument } from '@beckon/core/adapter';
import type { BridgeEvent } from './bridge-event.ts';
import type { Connection } from './connection.ts';
import { connectionEnded } from './errors.ts';

/**
 * The host's adapter, opened for this client over one connection, until the connection is lost or the
 * client closes.
 */
export class HostedAdapter {
  readonly #connection: Connection;
  /** The events that the host knows, by their numbers. */
  readonly #events = new Map<number, BridgeEvent>();
  #isEnded = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async open(): Promise<void> {
    await this.#request('open', 'open');
  }

  /** Calls a function of a table, or a function of a handle that asks. */
  call(
    operation: string,
    target: string | number,
    name: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    return this.#request(operation, 'call', target, name, args);
  }

  /** Calls a function of a handle that releases. After the end the host has released everything already. */
  async release(
    operation: string,
    handleId: number,
    name: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    try {
      return await this.#request(operation, 'release', handleId, name, args);
    } catch (error) {
      if (this.#isEnded) return undefined;
      throw error;
    }
  }

  /** Gives the number by which an event crosses. From here on the host knows the event. */
  share(event: BridgeEvent): number {
    this.#events.set(event.id, event);
    return event.id;
  }

  signal(eventId: number): void {
    this.#events.get(eventId)?.set();
  }

  /** An event was closed at the host. */
  eventClosed(eventId: number): void {
    const event = this.#events.get(eventId);
    this.#events.delete(eventId);
    event?.close();
  }

  /** An event was closed here. */
  closeEvent(eventId: number): void {
    if (this.#events.delete(eventId)) this.#connection.notify('closeEvent', eventId);
  }

  /**
   * Ends everything after the connection is lost. Events complete first, so that their subscribers end as
   * they do when an adapter is closed.
   */
  lost(): void {
    this.#isEnded = true;
    const events = [...this.#events.values()];
    this.#events.clear();
    for (const event of events) event.close();
  }

  /**
   * Makes the host release everything. Resolves when that is done, or when the connection is lost. The host
   * waits a moment for the calls under way: the sender may have read an answer already.
   */
  async close(): Promise<void> {
    this.lost();
    await this.#connection.request('releaseAll').catch(() => undefined);
    this.#connection.rejectPending();
  }

  async #request(
    operation: string,
    name: 'open' | 'call' | 'release',
    ...args: readonly unknown[]
  ): Promise<unknown> {
    if (this.#isEnded) throw connectionEnded(operation);
    try {
      return await this.#connection.request(name, ...args);
    } catch (error) {
      if (this.#isEnded) throw connectionEnded(operation);
      throw error instanceof TypeError
        ? invalidArgument(`${operation}: ${error.message}.`, error)
        : error;
    }
  }
}
