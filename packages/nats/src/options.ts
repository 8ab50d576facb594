import { LIMITS, type Reception } from '@beckon/core';
import { checkObject, checkText, type RateLimit } from '@beckon/core/adapter';
import type { DocumentStore, EngineLimits } from '@beckon/engine';
import type { Authenticator, TlsOptions } from '@nats-io/nats-core';
import type { SchedulerLike } from 'rxjs';
import { decodeSeed } from './identity/nkey.ts';
import type { Platform } from './platform.ts';

/** How {@link natsAdapter} is made. */
export interface NatsAdapterOptions {
  /**
   * Where the servers of the broker are: `nats://host:4222`, `tls://host:4222`, and `ws://host:port` or
   * `wss://host:port`, which are all that a page can use. One of a cluster is enough: it names the others.
   */
  readonly servers: string | readonly string[];
  /**
   * Who this side is: the seed of a user's nkey, `SU…`. `createSeed()` makes one. Default: the one in
   * {@link store}, which is made on the first `open()`; without a store a fresh one, kept as long as the
   * adapter object. One adapter uses it at a time.
   */
  readonly seed?: string;
  /**
   * How this side logs in to the broker. Default: with its nkey. Give `jwtAuthenticator(jwt, seed)` of
   * `@nats-io/nats-core` where the operator has issued a JWT for the nkey. Who this side is for
   * others is always its nkey.
   */
  readonly authenticator?: Authenticator | readonly Authenticator[];
  /** TLS of the connection to the broker, in Node. Default: as the server asks for. */
  readonly tls?: TlsOptions;
  /**
   * Keeps invitations for people who are away, in JetStream, which the operator has set up for it
   * (`setUpMail`). `invite()` to somebody who is away stays `pending` then until it expires, and arrives when they are
   * back and this side still waits; `sendInvitation()` arrives also when this side has left. Default: false, and
   * both fail with `UNREACHABLE`.
   */
  readonly mail?: boolean;
  /** What this endpoint calls itself: at most 255 UTF-16 units, told to every peer, proven to none. */
  readonly name?: string;
  /** Which invitations are taken. Default: `'anyone'`. */
  readonly reception?: Reception;
  readonly limits?: NatsLimits;
  /**
   * Keeps the seed and the contacts between runs, unencrypted: give a store that only its owner can read.
   * Without it, both are kept as long as the adapter object.
   */
  readonly store?: DocumentStore;
  /** Runs every timer of the adapter. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** What one peer, and all together, may ask of this side. Times in milliseconds. */
export interface NatsLimits extends EngineLimits {
  /**
   * Streams that peers open, of all together: one for each peer, and one for each channel. Default: 1 024.
   * Peers that this side does not know may have three quarters of it. When it is full, an idle one of the
   * peer that has most is ended for one of a peer that has fewer.
   */
  readonly streams?: number;
  /** Streams that one peer opens. Default: 40. */
  readonly streamsPerPeer?: number;
  /** How often one peer may open a stream. Default: 100 at once, 20 more each second. */
  readonly streamRate?: RateLimit;
}

/** Limits of the transport, which the engine does not know. */
export type StreamLimits = Required<Pick<NatsLimits, 'streams' | 'streamsPerPeer' | 'streamRate'>>;

/**
 * Fills in the defaults.
 *
 * @throws TypeError for a limit of the wrong form, RangeError for a number that is out of range.
 */
export function streamLimits(limits: NatsLimits = {}): StreamLimits {
  checkObject('natsAdapter', 'limits', limits);
  const { streams = 1_024, streamsPerPeer = 40 } = limits;
  const { streamRate = { burst: 100, perSecond: 20 } } = limits;
  checkAtLeastOne('streams', streams);
  checkAtLeastOne('streamsPerPeer', streamsPerPeer);
  checkObject('natsAdapter', 'limits.streamRate', streamRate);
  checkAtLeastOne('streamRate.burst', streamRate.burst);
  if (!(typeof streamRate.perSecond === 'number' && streamRate.perSecond > 0)) {
    throw new RangeError(
      `natsAdapter: limits.streamRate.perSecond is ${String(streamRate.perSecond)}; it must be a positive number.`,
    );
  }
  return { streams, streamsPerPeer, streamRate };
}

/**
 * Checks what the engine does not check.
 *
 * @throws TypeError for a server or a seed that is none; RangeError for a name that is too long.
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
