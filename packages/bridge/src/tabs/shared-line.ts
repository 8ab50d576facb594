import { type CollaborationAdapter, CollaborationError, createGuid } from '@beckon/core';
import type { ConnectBridge } from '../client/connector.ts';
import { messagePortPipe } from '../pipes/message-port-pipe.ts';
import type { MessagePipe } from '../protocol/message-pipe.ts';
import type { Allowed } from '../server/allow.ts';
import { type BridgeConnection, bridgeServer } from '../server/serve-bridge.ts';
import { type BroadcastLine, BroadcastPipe, readLineMessage } from './broadcast-pipe.ts';

/** Tabs that are served at once. */
const MAX_TABS = 64;

/** The part of the browser's LockManager that beckon uses. */
export interface LockManagerLike {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    use: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

export interface SharedLineOptions {
  /** Names the line: tabs of one origin with the same name share it. One name for each identity. */
  readonly name: string;
  /**
   * Makes the adapter, in the tab that holds the line. It is opened while a tab uses it, and made anew when
   * the line comes to another tab.
   */
  readonly makeAdapter: () => CollaborationAdapter | PromiseLike<CollaborationAdapter>;
  /** The functions that the tabs use; see `ServeBridgeOptions.allow`. */
  readonly allow: readonly Allowed[];
  /** Default: `navigator.locks`. */
  readonly locks?: LockManagerLike;
  /** Opens the line of a name. Default: a BroadcastChannel. */
  readonly openLine?: (name: string) => BroadcastLine;
}

/**
 * Lets all tabs of one origin use one adapter: one tab holds the line, and the others go through it. When it is
 * closed, another one takes the line over. Give the result to `bridgeAdapter`.
 *
 * A call resolves with a pipe to the tab that holds the line, which may be this one. It rejects with
 * `NOT_SUPPORTED` where the browser has no Web Locks or no BroadcastChannel, and with what `makeAdapter` throws.
 *
 * @throws TypeError for a name that is empty, or `allow` with a name that the contract does not have.
 * @example
 * ```ts
 * import { bridgeAdapter } from '@beckon/bridge';
 * import { sharedLine } from '@beckon/bridge/tabs';
 * import { libp2pAdapter } from '@beckon/libp2p';
 *
 * const connect = sharedLine({
 *   name: 'ada',
 *   makeAdapter: () => libp2pAdapter({ relays: [] }),
 *   allow: ['invitations', 'inbox', 'identity', 'events'],
 * });
 * const open = () => bridgeAdapter(connect);
 * ```
 */
export function sharedLine({
  name,
  makeAdapter,
  allow,
  locks = browserLocks(),
  openLine = browserLine,
}: SharedLineOptions): ConnectBridge {
  if (typeof name !== 'string' || name === '') {
    throw new TypeError('sharedLine: name must be a text that is not empty.');
  }
  const lineName = `beckon line ${name}`;
  const wire = { lineName, openLine };
  return async () => {
    if (locks === undefined) throw unsupported('Web Locks');
    const held = await hold(locks, lineName);
    if (held === undefined) return pipeToHolder(locks, wire);
    try {
      const adapter = await makeAdapter();
      const serve = bridgeServer('sharedLine', adapter, { allow });
      return new Holder(serve, wire, held.release).ownPipe();
    } catch (error) {
      held.release();
      throw error;
    }
  };
}

interface Wire {
  readonly lineName: string;
  readonly openLine: (name: string) => BroadcastLine;
}

/** The tab that has the adapter. */
class Holder {
  readonly #serve: (pipe: MessagePipe) => BridgeConnection;
  readonly #line: BroadcastLine;
  readonly #release: () => void;
  readonly #tabs = new Map<string, BroadcastPipe>();
  readonly #connections = new Set<BridgeConnection>();
  #isEnded = false;

  constructor(serve: (pipe: MessagePipe) => BridgeConnection, wire: Wire, release: () => void) {
    this.#serve = serve;
    this.#release = release;
    this.#line = wire.openLine(wire.lineName);
    this.#line.addEventListener('message', ({ data }) => this.#hear(data));
  }

  /** The pipe of this tab. With its end the line goes to another tab. */
  ownPipe(): MessagePipe {
    const { port1, port2 } = new MessageChannel();
    const own = this.#connect(messagePortPipe(port2));
    void own.ended.then(() => this.#end());
    return messagePortPipe(port1);
  }

  #hear(data: unknown): void {
    const said = readLineMessage(data);
    if (said === undefined || said.direction !== 'toHolder' || this.#isEnded) return;
    // The first message of a tab makes its pipe; the last one of a pipe that has ended makes none.
    if (this.#tabs.has(said.pipe) || !('message' in said) || this.#tabs.size >= MAX_TABS) return;
    const pipe = new BroadcastPipe({
      line: this.#line,
      id: said.pipe,
      sends: 'toTab',
      onEnded: () => this.#tabs.delete(said.pipe),
    });
    this.#tabs.set(said.pipe, pipe);
    pipe.hearFirst(data);
    this.#connect(pipe);
  }

  #connect(pipe: MessagePipe): BridgeConnection {
    const connection = this.#serve(pipe);
    this.#connections.add(connection);
    void connection.ended.then(() => this.#connections.delete(connection));
    return connection;
  }

  async #end(): Promise<void> {
    this.#isEnded = true;
    await Promise.all([...this.#connections].map((connection) => connection.close()));
    for (const pipe of [...this.#tabs.values()]) pipe.close();
    this.#line.close();
    this.#release();
  }
}

/** A pipe to the tab that holds the line. It ends when that tab is gone. */
function pipeToHolder(locks: LockManagerLike, { lineName, openLine }: Wire): MessagePipe {
  const line = openLine(lineName);
  const ended = new AbortController();
  const pipe = new BroadcastPipe({
    line,
    id: createGuid(),
    sends: 'toHolder',
    onEnded: () => {
      ended.abort();
      line.close();
    },
  });
  // Whoever gets the lock knows that its holder is gone.
  locks
    .request(lineName, { signal: ended.signal }, () => {
      pipe.lose('the tab that held the line is gone');
      return undefined;
    })
    .catch(() => undefined);
  return pipe;
}

/** Takes the lock, if nobody has it. Resolves as soon as that is known. */
function hold(
  locks: LockManagerLike,
  lineName: string,
): Promise<{ readonly release: () => void } | undefined> {
  return new Promise((resolve, reject) => {
    locks
      .request(lineName, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>((release) => resolve({ release }));
      })
      .catch(reject);
  });
}

function browserLocks(): LockManagerLike | undefined {
  const { navigator } = globalThis as unknown as {
    readonly navigator?: { readonly locks?: LockManagerLike };
  };
  return navigator?.locks;
}

function browserLine(name: string): BroadcastLine {
  const { BroadcastChannel } = globalThis as unknown as {
    readonly BroadcastChannel?: new (name: string) => BroadcastLine;
  };
  if (BroadcastChannel === undefined) throw unsupported('BroadcastChannel');
  return new BroadcastChannel(name);
}

function unsupported(what: string): CollaborationError {
  return new CollaborationError(
    'NOT_SUPPORTED',
    `sharedLine: this browser has no ${what}. A page that came over http, and not from localhost, has none either.`,
  );
}
