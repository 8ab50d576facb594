import { CollaborationError, isCollaborationError } from '@beckon/core';
import { BehaviorSubject, distinctUntilChanged, type Observable } from 'rxjs';
import type { BridgeChannel } from '../protocol/channel.ts';
import type { LinkOptions } from '../protocol/link.ts';
import type { HostDescription } from '../protocol/messages.ts';
import { Connection, type ConnectionOwner } from './connection.ts';

/** Makes a channel, each time that one is needed. */
export type ConnectBridge = () => BridgeChannel | PromiseLike<BridgeChannel>;

/** Holds at most one connection, and makes it when it is asked for. */
export class Connector {
  readonly #connect: ConnectBridge;
  readonly #owner: ConnectionOwner;
  readonly #options: LinkOptions;
  readonly #isConnected$ = new BehaviorSubject(false);
  #connecting: Promise<Connection> | undefined;
  #connection: Connection | undefined;

  readonly isConnected$: Observable<boolean> = this.#isConnected$.pipe(distinctUntilChanged());
  /** Whether a connection that ends can be replaced. */
  readonly canReconnect: boolean;
  /** What the last host said. */
  host: HostDescription | undefined;

  constructor(
    channel: BridgeChannel | ConnectBridge,
    owner: Omit<ConnectionOwner, 'lost'> & { lost(): void },
    options: LinkOptions,
  ) {
    this.canReconnect = typeof channel === 'function';
    this.#connect = typeof channel === 'function' ? channel : once(channel);
    this.#options = options;
    this.#owner = {
      signal: (id) => owner.signal(id),
      eventClosed: (id) => owner.eventClosed(id),
      lost: () => {
        // One that ends before its host has answered was not had.
        if (this.#connection === undefined) return;
        this.#connection = undefined;
        owner.lost();
        this.#isConnected$.next(false);
      },
    };
  }

  /** The connection, if there is one right now. */
  get current(): Connection | undefined {
    return this.#connection;
  }

  /** The connection, made anew if needed. Rejects with a `CollaborationError` that says why there is none. */
  connection(): Promise<Connection> {
    if (this.#connection !== undefined) return Promise.resolve(this.#connection);
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  /** Ends the connection. */
  disconnect(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#isConnected$.next(false);
  }

  async #open(): Promise<Connection> {
    let channel: BridgeChannel;
    try {
      channel = await this.#connect();
    } catch (error) {
      if (isCollaborationError(error)) throw error;
      throw new CollaborationError('SERVICE_UNAVAILABLE', 'bridge: no channel could be made.', {
        cause: error,
      });
    }
    const [connection, host] = await Connection.open(channel, this.#owner, this.#options);
    // The host may have ended right behind its first reply.
    connection.checkNotLost();
    this.host = host;
    this.#connection = connection;
    this.#isConnected$.next(true);
    return connection;
  }
}

function once(channel: BridgeChannel): ConnectBridge {
  let isUsed = false;
  return () => {
    if (isUsed) {
      throw new CollaborationError(
        'CLOSED',
        'bridge: its channel has ended. Give bridgeAdapter() a function that makes a channel, to connect again.',
      );
    }
    isUsed = true;
    return channel;
  };
}
