import { LIMITS, type Reception } from '@beckon/core';
import {
  checkDuration,
  checkName,
  checkObject,
  checkText,
  type RateLimit,
} from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';
import type { DocumentStore } from './store/document-store.ts';
import type { EngineCounters } from './counters.ts';
import type { NearMe } from './near-me/near-me.ts';
import type { OpenTransport } from './transport.ts';

/** Options of {@link engineAdapter}. */
export interface EngineAdapterOptions {
  /** Name of the adapter, for messages and logs: `libp2p`, `nats`, … */
  readonly name: string;
  /** Opens the transport that carries the invitations. */
  readonly transport: OpenTransport;
  /** Decides which invitations are taken. Default: `'anyone'`. */
  readonly reception?: Reception;
  readonly limits?: EngineLimits;
  /** Keeps the contacts between runs. Default: they live as long as the adapter object. */
  readonly store?: DocumentStore;
  /**
   * Announces this side to the local subnet while it is signed in near me, and finds others there. With it the
   * adapter has the table `peopleNearMe`. Default: none.
   */
  readonly nearMe?: NearMe;
  /** The name of this endpoint: at most 255 UTF-16 units. Every peer is told it; it is a claim without proof. */
  readonly endpointName?: string;
  /** Runs every timer. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** The object to count into, which a transport may share. Default: a new one. */
  readonly counters?: EngineCounters;
}

/** Limits of one peer, and of all peers together. Times are in milliseconds, from 1 to 2³¹ − 1. */
export interface EngineLimits {
  /** Received invitations of one peer that wait for an answer. Default: 100. */
  readonly pendingPerPeer?: number;
  /**
   * Received invitations of all peers that wait for an answer. Default: 1 000. Peers that this side does not know may
   * fill three quarters of this room. When it is full, an invitation of a peer that has fewer makes the oldest one of
   * the peer that has most expire.
   */
  readonly pending?: number;
  /** How many invitations one peer may send. Default: 100 at once, 20 more each second. */
  readonly rate?: RateLimit;
  /**
   * How many invitations all unknown peers of one origin, such as an IP address, may send together. Default: five
   * times {@link rate}.
   */
  readonly originRate?: RateLimit;
  /** Longest time that a received invitation waits, whatever its sender says. Default: 24 hours. */
  readonly lifetimeMs?: number;
  /**
   * Open channels of this side, and as many again that peers have opened and this side has not. Default: 256. Peers
   * share the room for the latter.
   */
  readonly channels?: number;
  /** Channels with one peer, for each of the two kinds. Default: 16. */
  readonly channelsPerPeer?: number;
  /** How long dialling may take without a sign of the peer. Default: 5 000. */
  readonly dialTimeoutMs?: number;
  /** How long a first frame, or the rest of one, may take. Default: 5 000. */
  readonly frameTimeoutMs?: number;
  /** How long a stream without an invitation is kept by the side that opened it. Default: 60 000. */
  readonly idleTimeoutMs?: number;
  /**
   * How long a peer may be silent while an invitation is open before it counts as dead. This side asks for a sign of
   * life after 0.4 of this time, and then after each further fifth. Default: 2 500.
   */
  readonly silenceTimeoutMs?: number;
}

export type ResolvedLimits = Required<EngineLimits>;

const DAY_MS = 24 * 60 * 60 * 1_000;

const DEFAULT_LIMITS: Omit<ResolvedLimits, 'originRate'> = Object.freeze({
  pendingPerPeer: 100,
  pending: 1_000,
  rate: Object.freeze({ burst: 100, perSecond: 20 }),
  lifetimeMs: DAY_MS,
  channels: 256,
  channelsPerPeer: 16,
  dialTimeoutMs: 5_000,
  frameTimeoutMs: 5_000,
  idleTimeoutMs: 60_000,
  silenceTimeoutMs: 2_500,
});

/**
 * Fills in the defaults of the limits.
 *
 * @param owner - The function that takes the option, for messages.
 * @throws TypeError for a limit of the wrong form, RangeError for a number that is out of range.
 */
export function resolveLimits(owner: string, limits: EngineLimits = {}): ResolvedLimits {
  checkObject(owner, 'limits', limits);
  const given = { ...DEFAULT_LIMITS, ...withoutUndefined(limits) };
  checkCount(owner, 'limits.pendingPerPeer', given.pendingPerPeer);
  checkCount(owner, 'limits.pending', given.pending);
  checkCount(owner, 'limits.channels', given.channels);
  checkCount(owner, 'limits.channelsPerPeer', given.channelsPerPeer);
  checkRate(owner, 'limits.rate', given.rate);
  const resolved = { originRate: timesFive(given.rate), ...given };
  checkRate(owner, 'limits.originRate', resolved.originRate);
  for (const name of [
    'lifetimeMs',
    'dialTimeoutMs',
    'frameTimeoutMs',
    'idleTimeoutMs',
    'silenceTimeoutMs',
  ] as const) {
    checkDuration(owner, `limits.${name}`, resolved[name]);
  }
  return resolved;
}

/** Checks the name of an endpoint, which may be `undefined`. */
function checkEndpointName(owner: string, option: string, name: unknown): void {
  if (name !== undefined) checkText(owner, option, name, LIMITS.endpointNameUtf16Units);
}

/** Checks the options that have no check of their own. */
export function checkOptions({ name, transport, endpointName, store }: EngineAdapterOptions): void {
  checkName('engineAdapter', 'name', name);
  checkEndpointName(ownerOf(name), 'endpointName', endpointName);
  if (typeof transport !== 'function') {
    throw new TypeError(`${ownerOf(name)}: transport must be a function that opens a transport.`);
  }
  if (store !== undefined && !isDocumentStore(store)) {
    throw new TypeError(`${ownerOf(name)}: store must have the functions get and put.`);
  }
}

function isDocumentStore(store: unknown): boolean {
  const { get, put } = (store ?? {}) as Partial<DocumentStore>;
  return typeof get === 'function' && typeof put === 'function';
}

/** The beginning of messages about options. */
export function ownerOf(name: string): string {
  return `${name}Adapter`;
}

/** Checks a count: at least 1; `Infinity` is allowed. */
function checkCount(owner: string, option: string, value: unknown): void {
  if (typeof value === 'number' && value >= 1) return;
  throw new RangeError(
    `${owner}: ${option} is ${String(value)}; it must be a number of at least 1.`,
  );
}

function checkRate(owner: string, option: string, rate: RateLimit): void {
  checkObject(owner, option, rate);
  checkCount(owner, `${option}.burst`, rate.burst);
  checkPositive(owner, `${option}.perSecond`, rate.perSecond);
}

function timesFive({ burst, perSecond }: RateLimit): RateLimit {
  return { burst: 5 * burst, perSecond: 5 * perSecond };
}

function checkPositive(owner: string, option: string, value: unknown): void {
  if (typeof value === 'number' && value > 0) return;
  throw new RangeError(`${owner}: ${option} is ${String(value)}; it must be a positive number.`);
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as T;
}
