import { LIMITS, type Reception } from '@beckon/core';
import { checkObject, checkText, type RateLimit } from '@beckon/core/adapter';
import type { DocumentStore, EngineLimits } from '@beckon/engine';
import type { Authenticator, TlsOptions } from '@nats-io/nats-core';
import type { SchedulerLike } from 'rxjs';
import { decodeSeed } from './identity/nkey.ts';
import type { Platform } from './platform.ts';

/** Options of {@link natsAdapter}. */
export interface NatsAdapterOptions {
  /**
   * The addresses of the broker's servers: `nats://host:4222`, `tls://host:4222`, `ws://host:port` or
   * `wss://host:port`. A page can use only the last two. One server of a cluster is enough: it names the others.
   */
  readonly servers: string | readonly string[];
  /**
   * The identity of this side: the seed of a user's nkey, `SU…`. `createSeed()` makes one. Default: the seed in
   * {@link store}, which the first `open()` makes; without a store a fresh one, kept as long as the adapter object.
   * Only one adapter may use a seed at a time.
   */
  readonly seed?: string;
  /**
   * How this side logs in to the broker. Default: with its nkey. Give `jwtAuthenticator(jwt, seed)` of
   * `@nats-io/nats-core` where the operator has issued a JWT for the nkey. Other people always know this side by its
   * nkey.
   */
  readonly authenticator?: Authenticator | readonly Authenticator[];
  /** TLS of the connection to the broker, in Node. Default: as the server requires. */
  readonly tls?: TlsOptions;
  /**
   * Keeps invitations for people who are away, in JetStream. The operator has to set this up (`setUpMail`).
   * `invite()` to an absent person then stays `pending` until it expires, and arrives when the person is back and
   * this side still waits. `sendInvitation()` arrives even after this side has left. Default: false, and both fail
   * with `UNREACHABLE`.
   */
  readonly mail?: boolean;
  /** The name of this endpoint: at most 255 UTF-16 units. Every peer is told it; it is a claim without proof. */
  readonly name?: string;
  /** Decides which invitations are taken. Default: `'anyone'`. */
  readonly reception?: Reception;
  readonly limits?: NatsLimits;
  /**
   * Keeps the seed, the contacts, the registered applications and records of answered invitations between runs,
   * unencrypted: give a store that only its owner can read. Without it, they are kept as long as the adapter object.
   */
  readonly store?: DocumentStore;
  /** Runs every timer of the adapter. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** Limits of one peer, and of all peers together. Times are in milliseconds. */
export interface NatsLimits extends EngineLimits {
  /**
   * Streams that all peers together have opened: one for each peer, and one for each channel. Default: 1 024. Peers
   * that this side does not know may have three quarters of them. When there is no room, a stream of a peer that has
   * fewer replaces an idle stream of the peer that has most.
   */
  readonly streams?: number;
  /** Streams that one peer has opened. Default: 40. */
  readonly streamsPerPeer?: number;
  /** How often one peer may open a stream. Default: 100 at once, 20 more each second. */
  readonly streamRate?: RateLimit;
}

/** The broker is asked for a sign of life this often, or less often where peers may be silent for long. */
const PING_INTERVAL_MS = 1_000;
const PINGS_IN_SILENCE = 2.5;

/** Limits of the transport, outside the engine. */
export interface TransportLimits extends Required<
  Pick<NatsLimits, 'streams' | 'streamsPerPeer' | 'streamRate'>
> {
  /** The interval of pings to the broker, in milliseconds. A broker that answers three of them in no way is lost. */
  readonly pingIntervalMs: number;
}

/**
 * Fills in the defaults.
 *
 * @throws TypeError for a limit of the wrong form, RangeError for a number that is out of range.
 */
export function transportLimits(limits: NatsLimits = {}): TransportLimits {
  checkObject('natsAdapter', 'limits', limits);
  const { streams = 1_024, streamsPerPeer = 40 } = limits;
  const { streamRate = { burst: 100, perSecond: 20 }, silenceTimeoutMs = 0 } = limits;
  checkAtLeastOne('streams', streams);
  checkAtLeastOne('streamsPerPeer', streamsPerPeer);
  checkObject('natsAdapter', 'limits.streamRate', streamRate);
  checkAtLeastOne('streamRate.burst', streamRate.burst);
  if (!(typeof streamRate.perSecond === 'number' && streamRate.perSecond > 0)) {
    throw new RangeError(
      `natsAdapter: limits.streamRate.perSecond is ${String(streamRate.perSecond)}; it must be a positive number.`,
    );
  }
  const pingIntervalMs = Math.max(PING_INTERVAL_MS, silenceTimeoutMs / PINGS_IN_SILENCE);
  return { streams, streamsPerPeer, streamRate, pingIntervalMs };
}

/**
 * Checks the options that the engine does not check.
 *
 * @throws TypeError for an invalid server or seed; RangeError for a name that is too long.
 */
export function checkOptions(options: NatsAdapterOptions, platform: Platform): void {
  checkObject('natsAdapter', 'options', options);
  const { servers, seed, authenticator, name, mail } = options;
  if (mail !== undefined && typeof mail !== 'boolean') {
    throw new TypeError('natsAdapter: mail must be true or false.');
  }
  for (const server of serverList(servers)) checkServer(server, platform);
  if (name !== undefined) checkText('natsAdapter', 'name', name, LIMITS.endpointNameUtf16Units);
  if (seed !== undefined && (typeof seed !== 'string' || decodeSeed(seed) === undefined)) {
    throw new TypeError(
      "natsAdapter: seed must be the seed of a user's nkey: 58 letters and digits that begin with SU. createSeed() makes one.",
    );
  }
  if (authenticator === undefined) return;
  const all: readonly unknown[] = Array.isArray(authenticator) ? authenticator : [authenticator];
  if (all.length === 0 || all.some((each) => typeof each !== 'function')) {
    throw new TypeError(
      'natsAdapter: authenticator must be a function, or a list of functions, of @nats-io/nats-core.',
    );
  }
}

/** @throws TypeError when no server is named. */
export function serverList(servers: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(servers) ? servers : [servers];
  if (list.length > 0 && list.every((each) => typeof each === 'string' && each !== '')) {
    return list as readonly string[];
  }
  throw new TypeError(
    'natsAdapter: servers must be the address of a NATS server, as nats://localhost:4222, or a list of such addresses.',
  );
}

function checkServer(server: string, platform: Platform): void {
  const url = parseUrl(server);
  const fault =
    url === undefined || url.hostname === ''
      ? 'is no address of a server. Write it as nats://localhost:4222'
      : platform.faultOfServer(url.protocol);
  if (fault === undefined) return;
  throw new TypeError(`natsAdapter: ${JSON.stringify(server)} in servers ${fault}.`);
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function checkAtLeastOne(name: string, value: unknown): void {
  if (typeof value === 'number' && value >= 1) return;
  throw new RangeError(
    `natsAdapter: limits.${name} is ${String(value)}; it must be a number of at least 1.`,
  );
}
