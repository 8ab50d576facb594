import type { CollaborationAdapter } from '@beckon/core';
import { type EventHandle, type FunctionTables, Lifecycle, OwnEvents } from '@beckon/core/adapter';
import type { Observable } from 'rxjs';
import { checkHeartbeat, type HeartbeatOptions } from '../protocol/heartbeat.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import type { HostDescription, MemberDescription } from '../protocol/messages.ts';
import { BridgeEvent } from './bridge-event.ts';
import { type ConnectBridge, Connector } from './connector.ts';
import { connectionEnded } from './errors.ts';
import { OpenBridge } from './open-bridge.ts';
import { remoteHandle } from './remote-handle.ts';

export type BridgeAdapterOptions = HeartbeatOptions;

/** An adapter that another process, worker or window holds. */
export interface BridgeAdapter extends CollaborationAdapter {
  /** Whether there is a connection: the present state on subscribe, then each change. Never ends. */
  readonly isConnected$: Observable<boolean>;
}

/**
 * Connects with a host that offers an adapter, and gives an adapter of the same tables. A table that
 * the host's adapter lacks, or that the host does not allow, is absent. `invitations` and `identity`
 * are always there; a function of them that the host does not allow rejects with `NOT_AUTHORIZED`.
 *
 * When the connection is lost, everything that is pending ends: calls reject with `CLOSED`, events
 * complete, and with them the streams of core. An invitation in flight errors with `CLOSED`, and the
 * host withdraws it. `cancel()` and `close()` of handles from before do nothing. When `pipe` is a
 * function, the next call or `open()` connects anew, and rejects with `SERVICE_UNAVAILABLE` when that
 * fails; the count of `open()` is kept. When `pipe` is a pipe, later calls reject with `CLOSED`.
 *
 * `open()` and `close()` are counted here, and count once at the host's adapter: an adapter that the
 * host has opened itself stays open. At the last `close()` the host withdraws and closes everything that
 * this side holds. The connection then ends if a function made its pipe. A pipe that the app passed in
 * stays open for the next `open()`; the app closes it.
 *
 * Rejects with a `RangeError` when an option is out of range, with `SERVICE_UNAVAILABLE` when no host
 * answers, and with `NOT_SUPPORTED` when the host speaks another version of the bridge's protocol. A host over a
 * WebSocket tells a page of an allowed origin that its token is wrong, `NOT_AUTHORIZED`, or that there are
 * too many connections, `LIMIT_REACHED`.
 */
export async function bridgeAdapter(
  pipe: MessagePipe | ConnectBridge,
  options: BridgeAdapterOptions = {},
): Promise<BridgeAdapter> {
  checkHeartbeat('bridgeAdapter', options);
  const client = new BridgeClient(pipe, options);
  return client.adapter(await client.connect());
}

class BridgeClient {
  readonly #connector: Connector;
  readonly #lifecycle: Lifecycle<OpenBridge>;
  readonly #events: OwnEvents<BridgeEvent>;
  #lastEventId = 0;

  constructor(pipe: MessagePipe | ConnectBridge, options: BridgeAdapterOptions) {
    const open = (): OpenBridge | undefined => this.#lifecycle.running;
    this.#connector = new Connector(
      pipe,
      {
        signal: (id) => open()?.hosted?.signal(id),
        eventClosed: (id) => open()?.hosted?.eventClosed(id),
        lost: () => open()?.lost(),
      },
      options,
    );
    this.#lifecycle = new Lifecycle({
      name: 'bridge',
      start: () => new OpenBridge(this.#connector),
      stop: (bridge) => {
        // The bridge closes first, so that it has ended when the events complete.
        const closing = bridge.close();
        this.#events.close();
        return closing;
      },
    });
    this.#events = new OwnEvents((onClose) => {
      const id = (this.#lastEventId += 1);
      return new BridgeEvent(id, () => {
        onClose();
        open()?.hosted?.closeEvent(id);
      });
    });
  }

  async connect(): Promise<HostDescription> {
    await this.#connector.connection();
    const { host } = this.#connector;
    if (host === undefined) throw connectionEnded('bridgeAdapter');
    return host;
  }

  adapter({ name, tables }: HostDescription): BridgeAdapter {
    const built = Object.fromEntries(
      Object.entries(tables).map(([table, members]) => [
        table,
        Object.fromEntries(
          Object.entries(members).map(([member, description]) => [
            member,
            description.constant ??
              ((...args: readonly unknown[]) => this.#call(table, member, description, args)),
          ]),
        ),
      ]),
      // The host vouches for the form: its declaration is checked against the contract at compile time.
    ) as unknown as FunctionTables;
    return {
      ...built,
      name: `bridge to ${name}`,
      isConnected$: this.#connector.isConnected$,
      open: () => this.#open(),
      close: () => this.#lifecycle.close(),
      createEvent: () => {
        this.#lifecycle.use('createEvent');
        return this.#events.create();
      },
    };
  }

  async #open(): Promise<void> {
    await this.#lifecycle.open();
    const bridge = this.#lifecycle.running;
    if (bridge === undefined) throw connectionEnded('open');
    try {
      await bridge.use();
    } catch (error) {
      // A close() during the wait has undone this open().
      if (this.#lifecycle.running === bridge) await this.#lifecycle.close();
      throw error;
    }
  }

  async #call(
    table: string,
    name: string,
    { event, handle }: MemberDescription,
    args: readonly unknown[],
  ): Promise<unknown> {
    const operation = `${table}.${name}`;
    const bridge = this.#lifecycle.use(operation);
    const hosted = bridge.ready ?? (await bridge.use());
    const plainArgs = args.map((argument, index) =>
      index === event && argument !== undefined
        ? hosted.share(this.#events.get(operation, argument as EventHandle))
        : argument,
    );
    const result = await hosted.call(operation, table, name, plainArgs);
    return handle === undefined ? result : remoteHandle(hosted, result as number, handle);
  }
}
