import type { Contact, Endpoint } from '@beckon/core';
import type { ConformancePeer, PeerInvitation, PeerInvite } from '@beckon/conformance';
import type { PeerMethods } from './serve-peer.ts';

/** A peer that is elsewhere, and is asked for everything. */
export abstract class PeerClient implements ConformancePeer {
  endpoint: Endpoint = { address: '' };
  contact: Contact = { peerName: '' };

  /** Asks it for something. */
  abstract call<Method extends keyof PeerMethods>(
    method: Method,
    ...args: Parameters<PeerMethods[Method]>
  ): Promise<Awaited<ReturnType<PeerMethods[Method]>>>;

  /** Whether it has not been killed. */
  abstract get isRunning(): boolean;

  /** Ends it without a word. */
  abstract kill(): Promise<void>;

  /** Opens a new adapter there. */
  async open(options: object = {}): Promise<void> {
    const { endpoint, contact } = await this.call('start', options);
    this.endpoint = endpoint;
    this.contact = contact;
  }

  async nextInvitation(): Promise<PeerInvitation> {
    const { index, applicationId, message, data } = await this.call('nextInvitation');
    return {
      applicationId,
      ...(message === undefined ? {} : { message }),
      ...(data === undefined ? {} : { data }),
      accept: (text, reply) => this.call('accept', index, text, reply),
      decline: (text) => this.call('decline', index, text),
      outcome: () => this.call('outcome', index),
    };
  }

  card(): Promise<string> {
    return this.call('card');
  }

  invite(request: Parameters<NonNullable<ConformancePeer['invite']>>[0]): PeerInvite {
    const index = this.call('invite', request);
    const sent = index.then((number) => this.call('sent', number));
    const outcome = index.then((number) => this.call('inviteOutcome', number));
    // Either may never be asked for.
    sent.catch(() => undefined);
    outcome.catch(() => undefined);
    return {
      sent,
      outcome,
      cancel: () => void index.then((number) => this.call('cancel', number)),
    };
  }
}
