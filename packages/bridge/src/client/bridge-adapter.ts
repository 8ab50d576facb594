import {
  type CollaborationAdapter,
  CollaborationError,
  type EventHandle,
  type FunctionTable,
} from '@beckon/core';
import type { Observable } from 'rxjs';
import type { BridgeChannel } from '../protocol/channel.ts';
import type { LinkOptions } from '../protocol/link.ts';
import type { HandleDescription, HostDescription } from '../protocol/messages.ts';
import { BridgeEvent } from './bridge-event.ts';
import type { Connection } from './connection.ts';
import { type ConnectBridge, Connector } from './connector.ts';

export type BridgeAdapterOptions = LinkOptions;

/** An adapter that another process, worker or window holds. */
export interface BridgeAdapter extends CollaborationAdapter {
  /** Whether there is a connection: the present state on subscribe, then each change. Never ends. */
  readonly isConnected$: Observable<boolean>;
}

/**
 * Connects with a host that offers an adapter, and gives an adapter of the same tables. A table that
 * the host's adapter lacks, or that the host does not allow, is absent.
 *
 * When the connection is lost, all that is pending ends: calls reject with `CLOSED`, events complete,
 * and with them the streams of core; an invitation in flight errors with `CLOSED`, and the host
 * withdraws it. `cancel()` and `close()` of handles held since then do nothing. With a function for
 * `channel`, the next call or `open()` connects anew, and rejects with `SERVICE_UNAVAILABLE` when
 * that fails; the count of `open()` is kept. With a channel, all later calls reject with `CLOSED`.
 *
 * `open()` and `close()` are counted here, and count once at the host's adapter: one that the host has
 * opened itself stays open. The last `close()` has the host withdraw and close what this side holds,
 * and ends the connection if a function made it; a channel that was given stays open for the next
 * `open()`, and is its giver's to close.
 *
 * Rejects with `SERVICE_UNAVAILABLE` when no host answers, and with `NOT_SUPPORTED` when it speaks
 * another version of the bridge's protocol.
 */
export async function bridgeAdapter(
  channel: BridgeChannel | ConnectBridge,
  options: BridgeAdapterOptions = {},
): Promise<BridgeAdapter> {
  const client = new BridgeClient(channel, options);
  return client.adapter(await client.connect());
}

/** From the first `open()`, or the first call after a loss, to the last `close()` or a loss. */
interface Session {
  isEnded: boolean;
  /** The connection, once the host has opened its adapter for this session. */
  connection?: Connection;
  opening?: Promise<Connection>;
}

class BridgeClient {
  readonly #connector: Connector;
  readonly #events = new Map<number, BridgeEvent>();
  #session: Session = { isEnded: true };
  #openCount = 0;
  /** How often the last `close()` has come. */
  #closings = 0;
  #lastEventId = 0;

  constructor(channel: BridgeChannel | ConnectBridge, options: BridgeAdapterOptions) {
    const close = (id: number): void => this.#events.get(id)?.close();
    this.#connector = new Connector(
      channel,
      {
        signal: (id) => this.#events.get(id)?.set(),
        eventClosed: (id) => {
          // The host's is closed already.
          const event = this.#events.get(id);
          if (event !== undefined) event.isShared = false;
          close(id);
        },
        lost: () => this.#endSession(),
      },
      options,
    );
  }

  async connect(): Promise<HostDescription> {
    await this.#connector.connection();
    const { host } = this.#connector;
    if (host === undefined) throw closed('bridgeAdapter');
    return host;
  }

  adapter({ name, tables }: HostDescription): BridgeAdapter {
    const built = Object.fromEntries(
      Object.entries(tables).map(([table, members]) => [
        table,
        Object.fromEntries(
          Object.entries(members).map(([member, { constant, event, handle }]) => [
            member,
            constant ??
              ((...args: readonly unknown[]) =>
                this.#call({ target: table, name: member, args, event, handle })),
          ]),
        ),
      ]),
      // The host vouches for the form: its declaration is checked against the contract at compile time.
    ) as unknown as Pick<CollaborationAdapter, FunctionTable>;
    return {
      ...built,
      name: `bridge to ${name}`,
      isConnected$: this.#connector.isConnected$,
      open: () => this.#open(),
      close: () => this.#close(),
      createEvent: () => this.#createEvent(),
    };
  }

  async #open(): Promise<void> {
    const closings = this.#closings;
    this.#openCount += 1;
    try {
      await this.#opened(this.#currentSession('open'));
    } catch (error) {
      // A close() that came meanwhile has counted this open().
      if (closings === this.#closings) this.#openCount -= 1;
      if (this.#openCount === 0) this.#endSession();
      throw error;
    }
  }

  async #close(): Promise<void> {
    if (this.#openCount === 0) throw notOpen('close');
    this.#openCount -= 1;
    if (this.#openCount > 0) return;
    this.#closings += 1;
    this.#endSession();
    const connection = this.#connector.current;
    connection?.rejectPending();
    // It may be lost meanwhile: then too the host releases everything.
    await connection?.request('release').catch(() => undefined);
    this.#disconnectIfUnused();
  }

  /** The connection of a session; makes it, and has the host open its adapter, if there is none. */
  #opened(session: Session): Promise<Connection> {
    session.opening ??= this.#openSession(session).catch((error: unknown) => {
      delete session.opening;
      throw error;
    });
    return session.opening;
  }

  async #openSession(session: Session): Promise<Connection> {
    const connection = await this.#connector.connection();
    if (session.isEnded) {
      this.#disconnectIfUnused();
      throw closed('open');
    }
    await this.#request(session, connection, 'open');
    session.connection = connection;
    return connection;
  }

  #disconnectIfUnused(): void {
    if (this.#openCount === 0 && this.#connector.canReconnect) this.#connector.disconnect();
  }

  #createEvent(): EventHandle {
    this.#currentSession('createEvent');
    this.#lastEventId += 1;
    const event = new BridgeEvent(this.#lastEventId, ({ id, isShared }) => {
      this.#events.delete(id);
      if (isShared) this.#connector.current?.notify('closeEvent', id);
    });
    this.#events.set(event.id, event);
    return event;
  }

  async #call({ target, name, args, event, handle }: Call): Promise<unknown> {
    const session = this.#currentSession(name);
    // Without a wait where none is needed, so that calls leave in the order in which they were made.
    const connection = session.connection ?? (await this.#opened(session));
    const plainArgs = args.map((argument, index) =>
      index === event && argument !== undefined ? shared(name, argument) : argument,
    );
    const result = await this.#callHost(session, connection, target, name, plainArgs);
    if (handle === undefined) return result;
    return this.#handle(session, connection, result as number, handle);
  }

  #handle(
    session: Session,
    connection: Connection,
    id: number,
    description: HandleDescription,
  ): unknown {
    return Object.fromEntries(
      Object.entries(description).map(([name, kind]) => [
        name,
        async (...args: readonly unknown[]): Promise<unknown> => {
          try {
            return await this.#callHost(session, connection, id, name, args);
          } catch (error) {
            // The host has done it, as for all that was held.
            if (kind === 'release' && session.isEnded) return undefined;
            throw error;
          }
        },
      ]),
    );
  }

  #callHost(
    session: Session,
    connection: Connection,
    target: string | number,
    name: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    return this.#request(session, connection, 'call', target, name, args);
  }

  async #request(
    session: Session,
    connection: Connection,
    name: 'open' | 'call',
    ...args: readonly unknown[]
  ): Promise<unknown> {
    const operation = name === 'call' ? String(args[1]) : name;
    if (session.isEnded) throw closed(operation);
    try {
      return await connection.request(name, ...args);
    } catch (error) {
      throw session.isEnded ? closed(operation) : error;
    }
  }

  #currentSession(operation: string): Session {
    if (this.#openCount === 0) throw notOpen(operation);
    if (this.#session.isEnded) this.#session = { isEnded: false };
    return this.#session;
  }

  /** Events first: what waits for them then ends as it does when an adapter is closed. */
  #endSession(): void {
    this.#session.isEnded = true;
    for (const event of [...this.#events.values()]) {
      event.isShared = false;
      event.close();
    }
  }
}

interface Call {
  readonly target: string;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly event: number | undefined;
  readonly handle: HandleDescription | undefined;
}

function shared(operation: string, event: unknown): number {
  if (!(event instanceof BridgeEvent)) {
    throw new CollaborationError(
      'INVALID_ARGUMENT',
      `${operation}: the event is not of this adapter. Make it with createEvent().`,
    );
  }
  if (event.isClosed) throw closed(operation);
  event.isShared = true;
  return event.id;
}

function notOpen(operation: string): CollaborationError {
  return new CollaborationError(
    'NOT_INITIALIZED',
    `${operation}: the bridge is not open. Call open() first.`,
  );
}

function closed(operation: string): CollaborationError {
  return new CollaborationError(
    'CLOSED',
    `${operation}: the bridge was closed, or has lost its host. Pending invitations are withdrawn; open() or call again to reconnect.`,
  );
}
