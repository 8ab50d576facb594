import type { AdapterCall } from '../network/fault.ts';
import type { NetworkServices } from '../network/network-services.ts';
import { Reply } from './reply.ts';

/** Makes the replies of one adapter, and lets faults reject them. */
export class Calls {
  readonly #address: string;
  readonly #network: NetworkServices;

  constructor(address: string, network: NetworkServices) {
    this.#address = address;
    this.#network = network;
  }

  /** Acts at the call, and replies later. */
  act<T>(call: AdapterCall, action: () => T): PromiseLike<T> {
    return this.defer(call, (reply) => reply.resolve(action()));
  }

  /** Acts at the moment of the reply: nothing happens between the action and the reply. */
  ask<T>(call: AdapterCall, question: () => T): PromiseLike<T> {
    const rejection = this.#rejection(call);
    return Reply.scheduled(this.#network.scheduler, () => {
      if (rejection !== undefined) throw rejection;
      return question();
    });
  }

  /** Acts at the call. The action settles the reply, at once or later. */
  defer<T>(call: AdapterCall, action: (reply: Reply<T>) => void): PromiseLike<T> {
    const reply = new Reply<T>(this.#network.scheduler);
    try {
      const rejection = this.#rejection(call);
      if (rejection !== undefined) throw rejection;
      action(reply);
    } catch (error) {
      reply.reject(error);
    }
    return reply;
  }

  /** @throws CollaborationError when a fault says so. */
  check(call: AdapterCall): void {
    const rejection = this.#rejection(call);
    if (rejection !== undefined) throw rejection;
  }

  #rejection(call: AdapterCall): Error | undefined {
    return this.#network.faults.rejection(this.#address, call);
  }
}
