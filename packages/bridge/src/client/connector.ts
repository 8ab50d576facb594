import { CollaborationError, isCollaborationError } from '@beckon/core';
import { BehaviorSubject, distinctUntilChanged, type Observable } from 'rxjs';
import type { HeartbeatOptions } from '../protocol/heartbeat.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import type { HostDescription } from '../protocol/messages.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import { connectionEnded } from './errors.ts';

/** Makes a pipe to the host. Called whenever a new pipe is needed. */
export type ConnectBridge = () => MessagePipe | PromiseLike<MessagePipe>;

/** Holds at most one connection. Makes it at the first call that needs it. */
export class Connector {
  readonly #connect: ConnectBridge;
  readonly #owner: ConnectionOwner;
  readonly #options: HeartbeatOptions;
  /** Whether another connection can follow one that has ended. */
  readonly #canReconnect: boolean;
  readonly #isConnected$ = new BehaviorSubject(false);
  #connecting: Promise<Connection> | undefined;
  #connection: Connection | undefined;

  readonly isConnected$: Observable<boolean> = this.#isConnected$.pipe(distinctUntilChanged());
  /** The description of the last host. */
  host: HostDescription | undefined;

  constructor(
    pipe: MessagePipe | ConnectBridge,
    owner: ConnectionOwner,
    options: HeartbeatOptions,
  ) {
    this.#canReconnect = typeof pipe === 'function';
    this.#connect = typeof pipe === 'function' ? pipe : once(pipe);
    this.#options = options;
    this.#owner = {
      signal: (id) => owner.signal(id),
      eventClosed: (id) => owner.eventClosed(id),
      lost: () => {
        // A connection that ends before its host has answered has never been handed out.
        if (this.#connection === undefined) return;
        this.#connection = undefined;
        owner.lost();
        this.#isConnected$.next(false);
      },
    };
  }

  /** The connection, made anew if needed. Rejects with a `CollaborationError` when it cannot be made. */
  connection(): Promise<Connection> {
    if (this.#connection !== undefined) return Promise.resolve(this.#connection);
    this.#connecting ??= this.#open();
    return this.#connecting;
  }

  /** Ends a connection that is not needed for now. A pipe that cannot be replaced is kept. */
  disconnect(): void {
    if (!this.#canReconnect) return;
    this.#connecting = undefined;
    this.#connection?.close();
    this.#connection = undefined;
    this.#isConnected$.next(false);
  }

  #open(): Promise<Connection> {
    const isWanted = (): boolean => this.#connecting === opening;
    const opening = this.#connected(() => isWanted()).finally(() => {
      if (isWanted()) this.#connecting = undefined;
    });
    return opening;
  }

  async #connected(isWanted: () => boolean): Promise<Connection> {
    const [connection, host] = await Connection.open(
      await this.#pipe(),
      this.#owner,
      this.#options,
    );
    // The host may have ended right after its first reply.
    connection.checkNotLost();
    if (!isWanted()) {
      connection.close();
      throw connectionEnded('open');
    }
    this.host = host;
    this.#connection = connection;
    this.#isConnected$.next(true);
    return connection;
  }

  async #pipe(): Promise<MessagePipe> {
    try {
      return await this.#connect();
    } catch (error) {
      if (isCollaborationError(error)) throw error;
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        'bridgeAdapter: the function that connects has failed.',
        { cause: error },
      );
    }
  }
}

function once(pipe: MessagePipe): ConnectBridge {
  let isUsed = false;
  return () => {
    if (isUsed) {
      throw new CollaborationError(
        'CLOSED',
        'bridgeAdapter: the pipe has ended. Give bridgeAdapter() a function that makes a pipe, to connect again.',
      );
    }
    isUsed = true;
    return pipe;
  };
}
