import { CollaborationError } from '@beckon/core';
import {
  type ConnectionOptions,
  errors,
  type Msg,
  type NatsConnection,
  type Status,
} from '@nats-io/nats-core';
import type { Platform } from '../platform.ts';

/** A stopped server is noticed after one more ping than this. */
const MAX_UNHEARD_PINGS = 2;
/** People reconnect to a restarted server within twice this time, spread out and not all at once. */
const RECONNECT_WAIT_MS = 1_000;
/** How long the end of a stream or of the adapter waits for published messages. */
const FLUSH_TIMEOUT_MS = 1_000;
const NOBODY_THERE = 503;

export interface BrokerInit {
  readonly platform: Platform;
  readonly options: ConnectionOptions;
  readonly peerName: string;
  /** The interval of pings to the broker, in milliseconds. */
  readonly pingIntervalMs: number;
  readonly listener: BrokerListener;
}

export interface BrokerListener {
  /** A message has come that claims to be from `peerName`. */
  onMessage(peerName: string, data: Uint8Array): void;
  /** The peer is not connected to the broker. */
  onAbsent(peerName: string): void;
  /** The broker does not let this side send to `peerName`. */
  onDenied(peerName: string, cause: Error): void;
  /**
   * The connection is lost, and with it an unknown part of the sent messages. May be called several times for one
   * loss.
   */
  onLost(): void;
}

/**
 * The connection to the broker. It reconnects for ever when it is lost. A message to a person goes to the subject
 * `beckon.<to>.<from>`. Its reply subject is `beckon.<from>.<to>`, where the broker reports that nobody is subscribed
 * at the other end.
 */
export class Broker {
  readonly connection: NatsConnection;
  readonly #init: BrokerInit;
  #isConnected = true;
  #heardBytes = 0;
  /** Pings in a row since the broker was heard. */
  #unheardPings = 0;
  #flush: Promise<void> | undefined;
  readonly #waiting = new Set<() => void>();

  private constructor(init: BrokerInit, connection: NatsConnection) {
    this.#init = init;
    this.connection = connection;
  }

  /** @throws CollaborationError `SERVICE_UNAVAILABLE`, or `NOT_AUTHORIZED` when the broker does not let this side in. */
  static async open(init: BrokerInit): Promise<Broker> {
    const { platform, options, peerName, pingIntervalMs } = init;
    const connection = await platform
      .connect({
        ...options,
        maxReconnectAttempts: -1,
        ignoreAuthErrorAbort: true,
        pingInterval: pingIntervalMs,
        // The pings tell when the broker is silent. See #onPing.
        maxPingOut: Number.MAX_SAFE_INTEGER,
        reconnectTimeWait: RECONNECT_WAIT_MS,
        reconnectJitter: RECONNECT_WAIT_MS,
        reconnectJitterTLS: RECONNECT_WAIT_MS,
        inboxPrefix: `_INBOX.${peerName}`,
        noAsyncTraces: true,
      })
      .catch((cause: unknown) => {
        throw connectFailure(options, cause);
      });
    const broker = new Broker(init, connection);
    try {
      await broker.#subscribe();
    } catch (error) {
      await connection.close();
      throw error;
    }
    void broker.#watch();
    return broker;
  }

  /** Most bytes of one message. */
  get maxPayload(): number {
    return this.connection.info?.max_payload ?? 65_536;
  }

  /** Whether the broker is a cluster, in which a server hears of people at another server a moment later. */
  get isCluster(): boolean {
    return this.connection.info?.cluster !== undefined;
  }

  /** Sends to a person. Does nothing while the connection is lost. */
  publish(to: string, data: Uint8Array): void {
    const { peerName } = this.#init;
    if (!this.#isConnected || this.connection.isClosed()) return;
    this.connection.publish(`beckon.${to}.${peerName}`, data, {
      reply: `beckon.${peerName}.${to}`,
    });
  }

  /** Resolves when there is a connection. Rejects soon after `signal` aborts. */
  ready(signal: AbortSignal): Promise<void> {
    if (this.#isConnected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.delete(proceed);
        signal.removeEventListener('abort', giveUp);
      };
      const proceed = (): void => {
        stop();
        resolve();
      };
      const giveUp = (): void => {
        stop();
        reject(new Error('There is no connection to the broker.'));
      };
      this.#waiting.add(proceed);
      signal.addEventListener('abort', giveUp);
    });
  }

  /** Resolves when all published messages have reached the broker, or take too long. Never rejects. */
  flushed(): Promise<void> {
    if (!this.#isConnected) return Promise.resolve();
    this.#flush ??= inTime(this.connection.flush(), FLUSH_TIMEOUT_MS).finally(() => {
      this.#flush = undefined;
    });
    return this.#flush;
  }

  async close(): Promise<void> {
    await this.flushed();
    this.#isConnected = false;
    await this.connection.close();
  }

  async #subscribe(): Promise<void> {
    const { peerName } = this.#init;
    const subject = `beckon.${peerName}.*`;
    const prefixLength = subject.length - 1;
    let refusal: Error | undefined;
    this.connection.subscribe(subject, {
      callback: (error, message) => {
        if (error !== null) refusal = error;
        else this.#receive(message.subject.slice(prefixLength), message);
      },
    });
    await this.connection.flush();
    if (refusal === undefined) return;
    throw new CollaborationError(
      'NOT_AUTHORIZED',
      `open: the broker does not let ${peerName} subscribe to ${subject}. Its operator has to allow that.`,
      { cause: refusal },
    );
  }

  #receive(from: string, { headers, data }: Msg): void {
    const { listener, peerName } = this.#init;
    if (from === peerName) return;
    if (headers?.code === NOBODY_THERE && data.length === 0) listener.onAbsent(from);
    else listener.onMessage(from, data);
  }

  async #watch(): Promise<void> {
    for await (const status of this.connection.status()) this.#onStatus(status);
  }

  #onStatus(status: Status): void {
    const { listener } = this.#init;
    switch (status.type) {
      case 'disconnect':
      case 'staleConnection':
      case 'close':
        this.#isConnected = false;
        return listener.onLost();
      case 'reconnect':
        this.#isConnected = true;
        for (const proceed of [...this.#waiting]) proceed();
        return undefined;
      case 'ping':
        return this.#onPing(status.pendingPings);
      case 'error':
        return this.#onError(status.error);
      default:
        return undefined;
    }
  }

  /** An answer may be behind much else on the line. The broker is lost when nothing else comes either. */
  #onPing(unanswered: number): void {
    const { inBytes } = this.connection.stats();
    const isHeard = unanswered === 1 || inBytes !== this.#heardBytes;
    this.#unheardPings = isHeard ? 0 : this.#unheardPings + 1;
    this.#heardBytes = inBytes;
    if (this.#unheardPings < MAX_UNHEARD_PINGS) return;
    this.#unheardPings = 0;
    void this.connection.reconnect();
  }

  #onError(error: Error): void {
    if (!(error instanceof errors.PermissionViolationError)) return;
    const [place, to, from] = error.subject.split('.');
    const isMessage = error.operation === 'publish' && place === 'beckon';
    if (isMessage && to !== undefined && from === this.#init.peerName) {
      this.#init.listener.onDenied(to, error);
    }
  }
}

function connectFailure({ servers }: ConnectionOptions, cause: unknown): CollaborationError {
  const where = Array.isArray(servers) ? servers.join(', ') : String(servers);
  const reason = cause instanceof Error ? cause.message : String(cause);
  const isRefused =
    cause instanceof errors.AuthorizationError ||
    cause instanceof errors.UserAuthenticationExpiredError;
  return isRefused
    ? new CollaborationError(
        'NOT_AUTHORIZED',
        `open: the NATS server at ${where} does not let this identity in (${reason}). Its operator has to add the public nkey.`,
        { cause },
      )
    : new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `open: no NATS server answers at ${where} (${reason}). Check the option servers, and that a server runs there.`,
        { cause },
      );
}

function inTime(work: Promise<void>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    work.then(done, done);
  });
}
