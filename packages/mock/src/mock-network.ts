import { CollaborationError } from '@beckon/core';
import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { checkDuration, type Duration } from './duration.ts';
import type { Fault } from './fault.ts';
import { FaultList } from './fault-list.ts';
import { type ContactDetails, createMember } from './member.ts';
import { type MockAdapter, SessionAdapter } from './mock-adapter.ts';
import type { MockPeer } from './mock-peer.ts';
import type { NetworkServices } from './network-services.ts';
import type { Policy } from './policy.ts';
import { seededRandom } from './random.ts';
import { ScriptedPeer } from './scripted-peer.ts';
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
  /** Whose invitations it takes. Default: `'anyone'`. */
  readonly policy?: Policy;
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
   * @throws TypeError when `name` is not an address.
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
   * @throws RangeError when a number is out of range.
   */
  inject(fault: Fault): () => void;

  /** Takes all faults away. */
  clearFaults(): void;

  /**
   * Ends the side at an address as if its process had died: the others hear of it after the latency.
   * An adapter is then closed, however often it was opened, and can be opened again; a scripted peer
   * has forgotten what was pending and goes on. Does nothing when nobody is there.
   */
  crash(name: string): void;
}

/**
 * Makes a network.
 *
 * @throws RangeError when a time is out of range.
 */
export function createMockNetwork(options: MockNetworkOptions = {}): MockNetwork {
  return new MemoryNetwork(options);
}

class MemoryNetwork implements MockNetwork {
  readonly #services: NetworkServices;
  readonly #stations = new Map<string, Station>();
  readonly #adapters = new Map<string, MockAdapter>();
  readonly #peers = new Map<string, ScriptedPeer>();

  constructor({
    scheduler = asyncScheduler,
    latencyMs = 0,
    seed = 1,
    confirmationTimeoutMs = 10_000,
  }: MockNetworkOptions) {
    checkDuration('createMockNetwork: latencyMs', latencyMs);
    checkDuration('createMockNetwork: confirmationTimeoutMs', confirmationTimeoutMs);
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
      faults,
      confirmationTimeoutMs,
      send: (from, to, message) => transport.send(from, to, message),
      nextId: () => (lastId += 1),
    };
  }

  join({ name, policy = 'anyone', contact }: JoinOptions): MockAdapter {
    const member = createMember('join', name, contact);
    if (this.#adapters.has(name)) throw taken(`join: an adapter has joined as ${name} already.`);
    if (this.#peers.has(name)) {
      throw taken(`join: ${name} is a scripted peer. Let one of the two have another name.`);
    }
    const adapter = new SessionAdapter({
      member,
      policy,
      network: this.#services,
      attach: (session) => {
        if (session === undefined) this.#stations.delete(name);
        else this.#stations.set(name, session);
      },
    });
    this.#adapters.set(name, adapter);
    return adapter;
  }

  peer(name: string): MockPeer {
    const known = this.#peers.get(name);
    if (known !== undefined) return known;
    const member = createMember('peer', name);
    if (this.#adapters.has(name)) {
      throw taken(
        `peer: an adapter has joined as ${name}, and its app answers. Script another name.`,
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
    this.#stations.get(name)?.crash();
  }
}

function taken(message: string): CollaborationError {
  return new CollaborationError('ALREADY_EXISTS', message);
}
