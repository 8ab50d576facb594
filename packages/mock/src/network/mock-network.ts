import { CollaborationError, type Reception } from '@beckon/core';
import { monotonicNow, ReceptionCheck } from '@beckon/core/adapter';
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
import { type Station, Transport } from './transport.ts';

export interface MockNetworkOptions {
  /** Runs every reply, message and timer. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** How long each message is under way, one way. Default 0. */
  readonly latencyMs?: Duration;
  /** Where the random numbers begin: the same seed and the same calls give the same run. Default 1. */
  readonly seed?: number;
  /**
   * How long after its expiry an answer that is under way waits for the sender's word before its
   * status is `expired`. It matters only when messages are lost. Default 10 000.
   */
  readonly confirmationTimeoutMs?: number;
}

/** How an adapter joins a network. */
export interface JoinOptions {
  /** Its address: the name of a contact, or a contact and a device: `bob`, `bob/phone`. */
  readonly name: string;
  /** Which invitations it takes. The function may be asynchronous. Default: `'anyone'`. */
  readonly reception?: Reception;
  /** What it says about itself. */
  readonly contact?: ContactDetails;
}

/**
 * A network in memory. Networks know nothing of each other, and hold no timer once all their adapters
 * are closed and their messages have arrived.
 */
export interface MockNetwork {
  /**
   * Makes an adapter at an address. It can be reached while it is open.
   *
   * @throws CollaborationError with `ALREADY_EXISTS` when the address is taken.
   * @throws TypeError when `name` is not an address, or another option has the wrong form.
   * @throws RangeError when a detail of `contact` is too long.
   */
  join(options: JoinOptions): MockAdapter;

  /**
   * A peer that answers by rule, and is always there; the same one for the same name. Its rule is
   * `ignores()` until it is given another.
   *
   * @throws CollaborationError with `ALREADY_EXISTS` when an adapter has joined at the address.
   * @throws TypeError when `name` is not an address.
   */
  peer(name: string): MockPeer;

  /**
   * Makes something go wrong from now on. Faults add up.
   *
   * @returns what takes the fault away again.
   * @throws TypeError when the fault has the wrong form, or names something that does not exist.
   * @throws RangeError when a number is out of range.
   */
  inject(fault: Fault): () => void;

  /** Takes all faults away. */
  clearFaults(): void;

  /**
   * Ends the side at an address as if its process had died: the others hear of it after the latency.
   * An adapter is then closed, however often it was opened, and can be opened again; a scripted peer
   * has forgotten what was pending and goes on. Does nothing when nobody is there.
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
  readonly #stations = new Map<string, Station>();
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
      stationAt: (address) => this.#stations.get(address),
    });
    let lastId = 0;
    this.#services = {
      scheduler,
      now: () => monotonicNow(scheduler),
      faults,
      confirmationTimeoutMs,
      send: (from, to, message) => transport.send(from, to, message),
      nextId: () => (lastId += 1),
    };
  }

  join(options: JoinOptions): MockAdapter {
    checkMembers(JOIN, 'options', options, ['name', 'reception', 'contact']);
    const { name, reception = 'anyone', contact } = options;
    const { scheduler } = this.#services;
    const member = new Member(JOIN, name, contact);
    const receptionCheck = new ReceptionCheck(JOIN, reception, scheduler);
    if (this.#adapters.has(name)) throw taken(`${JOIN}: an adapter has joined as ${name} already.`);
    if (this.#peers.has(name)) {
      throw taken(`${JOIN}: ${name} is a scripted peer. Let one of the two have another name.`);
    }
    const adapter = mockAdapter({
      member,
      reception: receptionCheck,
      network: this.#services,
      attach: (running) => {
        if (running === undefined) this.#stations.delete(name);
        else this.#stations.set(name, running);
      },
    });
    this.#adapters.set(name, adapter);
    return adapter;
  }

  peer(name: string): MockPeer {
    const known = this.#peers.get(name);
    if (known !== undefined) return known;
    const member = new Member('MockNetwork.peer', name);
    if (this.#adapters.has(name)) {
      throw taken(
        `MockNetwork.peer: an adapter has joined as ${name}, and its app answers. Script another name.`,
      );
    }
    const peer = new ScriptedPeer(member, this.#services);
    this.#peers.set(name, peer);
    this.#stations.set(name, peer);
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
    this.#stations.get(name)?.crash();
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

function taken(message: string): CollaborationError {
  return new CollaborationError('ALREADY_EXISTS', message);
}
