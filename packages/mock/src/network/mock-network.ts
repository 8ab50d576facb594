import { type AppLaunchInfo, CollaborationError, type Reception } from '@beckon/core';
import { monotonicNow } from '@beckon/core/adapter';
import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { type MockAdapter, mockAdapter } from '../adapter.ts';
import type { MockPeer } from '../peers/mock-peer.ts';
import { ScriptedPeer } from '../peers/scripted-peer.ts';
import { peerNameOf } from './address.ts';
import { checkMembers } from './check-members.ts';
import { checkDuration, checkMilliseconds, type Duration } from './duration.ts';
import type { Fault } from './fault.ts';
import { FaultList } from './fault-list.ts';
import { type ContactDetails, Member } from './member.ts';
import type { NetworkServices } from './network-services.ts';
import { seededRandom } from './random.ts';
import { type Receiver, Transport } from './transport.ts';

export interface MockNetworkOptions {
  /** Runs every reply, message and timer. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** The time from sending a message to its arrival. Default 0. */
  readonly latencyMs?: Duration;
  /**
   * The seed of the random numbers: the same seed and the same calls give the same run. Default 1.
   */
  readonly seed?: number;
  /**
   * How long after the expiry an answered invitation waits for the sender's `confirm` or
   * `withdraw`. Then its status is `expired`. It matters only when messages are lost. Default 10
   * 000.
   */
  readonly confirmationTimeoutMs?: number;
}

/** How an adapter joins a network. */
export interface JoinOptions {
  /** The address: the name of a contact, or a contact and a device: `bob`, `bob/phone`. */
  readonly name: string;
  /**
   * Decides which invitations the adapter takes. A function may be asynchronous. Default:
   * `'anyone'`.
   */
  readonly reception?: Reception;
  /** The details that its contact gives about itself. */
  readonly contact?: ContactDetails;
  /** The invitation that has launched the app, for `launch.launchInfo()`. Default: none has. */
  readonly launchInfo?: AppLaunchInfo;
}

/**
 * A network in memory. Networks know nothing of each other, and hold no timer once all their
 * adapters are closed and their messages have arrived.
 */
export interface MockNetwork {
  /**
   * Makes an adapter at an address. It can be reached while it is open.
   *
   * @throws CollaborationError with `ALREADY_EXISTS` when the address is in use.
   * @throws TypeError when `name` is not an address, or another option has the wrong form.
   * @throws RangeError when a detail of `contact` is too long.
   */
  join(options: JoinOptions): MockAdapter;

  /**
   * Gives a peer that answers by rule and is always there. The same name gives the same peer. Its
   * first rule is `ignores()`.
   *
   * @throws CollaborationError with `ALREADY_EXISTS` when an adapter has joined at the address.
   * @throws TypeError when `name` is not an address.
   */
  peer(name: string): MockPeer;

  /**
   * Makes something go wrong from now on. Faults add up.
   *
   * @returns a function that removes the fault.
   * @throws TypeError when the fault has the wrong form, or names something that does not exist.
   * @throws RangeError when a number is out of range.
   */
  inject(fault: Fault): () => void;

  /** Removes all faults. */
  clearFaults(): void;

  /**
   * Ends the side at an address as if its process had died. The other sides hear of it after the
   * latency. An adapter is closed, however often it was opened, and can be opened again. A scripted
   * peer forgets its pending invitations and goes on. Does nothing when nobody is at the address.
   *
   * @throws TypeError when `name` is not an address.
   */
  crash(name: string): void;
}

/**
 * Makes a network.
 *
 * @throws TypeError when an option has the wrong form, or does not exist.
 * @throws RangeError when a number is out of range.
 */
export function createMockNetwork(options: MockNetworkOptions = {}): MockNetwork {
  return new MemoryNetwork(options);
}

class MemoryNetwork implements MockNetwork {
  readonly #services: NetworkServices;
  readonly #receivers = new Map<string, Receiver>();
  readonly #adapters = new Map<string, MockAdapter>();
  readonly #peers = new Map<string, ScriptedPeer>();

  constructor(options: MockNetworkOptions) {
    checkOptions(options);
    const {
      scheduler = asyncScheduler,
      latencyMs = 0,
      seed = 1,
      confirmationTimeoutMs = 10_000,
    } = options;
    const random = seededRandom(seed);
    const faults = new FaultList(random);
    const transport = new Transport({
      scheduler,
      latency: latencyMs,
      random,
      faults,
      receiverAt: (address) => this.#receivers.get(address),
    });
    let lastId = 0;
    this.#services = {
      scheduler,
      now: () => monotonicNow(scheduler),
      faults,
      confirmationTimeoutMs,
      send: (from, to, message) => transport.send(from, to, message),
      addresses: () => [...this.#receivers.keys()],
      nextId: () => (lastId += 1),
    };
  }

  join(options: JoinOptions): MockAdapter {
    checkMembers(JOIN, 'options', options, ['name', 'reception', 'contact', 'launchInfo']);
    const { name, reception = 'anyone', contact, launchInfo } = options;
    const member = new Member(JOIN, name, contact);
    const adapter = mockAdapter({
      operation: JOIN,
      member,
      reception,
      launchInfo,
      network: this.#services,
      attach: (running) => {
        if (running === undefined) this.#receivers.delete(name);
        else this.#receivers.set(name, running);
      },
    });
    if (this.#adapters.has(name))
      throw alreadyExists(`${JOIN}: an adapter has joined as ${name} already.`);
    if (this.#peers.has(name)) {
      throw alreadyExists(`${JOIN}: ${name} is a scripted peer. Give one of the two another name.`);
    }
    this.#adapters.set(name, adapter);
    return adapter;
  }

  peer(name: string): MockPeer {
    const known = this.#peers.get(name);
    if (known !== undefined) return known;
    const member = new Member('MockNetwork.peer', name);
    if (this.#adapters.has(name)) {
      throw alreadyExists(
        `MockNetwork.peer: an adapter has joined as ${name}, and its app answers. Give the peer another name.`,
      );
    }
    const peer = new ScriptedPeer(member, this.#services);
    this.#peers.set(name, peer);
    this.#receivers.set(name, peer);
    return peer;
  }

  inject(fault: Fault): () => void {
    return this.#services.faults.add(fault);
  }

  clearFaults(): void {
    this.#services.faults.clear();
  }

  crash(name: string): void {
    peerNameOf('MockNetwork.crash', 'name', name);
    this.#receivers.get(name)?.crash();
  }
}

const JOIN = 'MockNetwork.join';

function checkOptions(options: MockNetworkOptions): void {
  const operation = 'createMockNetwork';
  checkMembers(operation, 'options', options, [
    'scheduler',
    'latencyMs',
    'seed',
    'confirmationTimeoutMs',
  ]);
  const { scheduler, latencyMs, seed, confirmationTimeoutMs } = options;
  if (scheduler !== undefined && !isScheduler(scheduler)) {
    throw new TypeError(`${operation}: scheduler must be a scheduler of RxJS.`);
  }
  if (latencyMs !== undefined) checkDuration(operation, 'latencyMs', latencyMs);
  if (seed !== undefined && !Number.isFinite(seed)) {
    throw new RangeError(`${operation}: seed is ${String(seed)}; it must be a finite number.`);
  }
  if (confirmationTimeoutMs !== undefined) {
    checkMilliseconds(operation, 'confirmationTimeoutMs', confirmationTimeoutMs);
  }
}

function isScheduler(value: unknown): value is SchedulerLike {
  const { now, schedule } = (value ?? {}) as Partial<SchedulerLike>;
  return typeof now === 'function' && typeof schedule === 'function';
}

function alreadyExists(message: string): CollaborationError {
  return new CollaborationError('ALREADY_EXISTS', message);
}
