import {
  type CollaborationAdapter,
  CollaborationError,
  type Contact,
  type Endpoint,
  type EventHandle,
  type IdentityFunctions,
  type InboxFunctions,
  type Invitation,
  type InvitationFunctions,
  type InvitationHandle,
  LIMITS,
} from '@beckon/core';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { asyncScheduler } from 'rxjs';
import { checkContent } from './check-content.ts';
import { createCounters, type Libp2pCounters } from './counters.ts';
import { DialTargets } from './dial-target.ts';
import { InvitationEngine } from './invitation-engine.ts';
import { Libp2pTransport } from './libp2p-transport.ts';
import { type Libp2pAdapterOptions, type ResolvedLimits, resolveLimits } from './options.ts';
import { OwnedEvents } from './owned-events.ts';
import { supplyMissingGlobals } from './platform.ts';
import { admission } from './recipient/policy.ts';

/** A {@link CollaborationAdapter} over libp2p. */
export interface Libp2pAdapter extends CollaborationAdapter {
  readonly inbox: InboxFunctions;
  readonly identity: IdentityFunctions;
  /** What has been refused, and why; live. */
  readonly counters: Readonly<Libp2pCounters>;
  /**
   * The node, for protocols of the app's own: what two sides do together after an invitation can go
   * over the connection that carried it. `undefined` while the adapter is closed. It keeps the
   * adapter's limits and policy for connections; what the app's protocols accept is theirs to limit.
   */
  readonly libp2p: Libp2p | undefined;
}

/** What an open adapter has. */
interface Running {
  readonly node: Libp2p;
  readonly engine: InvitationEngine;
  readonly transport: Libp2pTransport;
  readonly events: OwnedEvents;
}

const DEFAULT_LISTEN: readonly string[] = ['/ip4/127.0.0.1/tcp/0'];

/**
 * Makes an adapter that sends and receives invitations over libp2p. Nothing happens before `open()`,
 * which starts a node of its own, or adds a protocol to the one that was given.
 *
 * An endpoint's address is a multiaddr, with or without a PeerId at its end; a contact's `peerName`
 * is a PeerId. Who sent an invitation is always proven.
 *
 * @throws RangeError for a limit that is not a positive number, or a name that is too long.
 * @throws TypeError for a policy that is none, or options that exclude each other.
 * @example
 * ```ts
 * import { incomingInvitations, invite } from '@beckon/core';
 * import { libp2pAdapter } from '@beckon/libp2p';
 *
 * const bob = libp2pAdapter({ name: "Bob's laptop" });
 * await bob.open();
 * incomingInvitations(bob).subscribe((invitation) => void invitation.accept());
 *
 * const alice = libp2pAdapter();
 * await alice.open();
 * const [endpoint] = await bob.identity.endpoints();
 * invite(alice, { to: { endpoint: endpoint! }, applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11' })
 *   .subscribe(({ state }) => console.log(state));
 * ```
 */
export function libp2pAdapter(options: Libp2pAdapterOptions = {}): Libp2pAdapter {
  return new Libp2pAdapterImplementation(options);
}

class Libp2pAdapterImplementation implements Libp2pAdapter {
  readonly name = 'libp2p';
  readonly counters = createCounters();
  readonly invitations: InvitationFunctions;
  readonly inbox: InboxFunctions;
  readonly identity: IdentityFunctions;

  readonly #options: Libp2pAdapterOptions;
  readonly #limits: ResolvedLimits;
  readonly #isAdmitted: (peerName: string) => boolean;
  readonly #targets = new DialTargets();
  #privateKey: PrivateKey | undefined;
  #opens = 0;
  #running: Running | undefined;
  /** Opening and closing, one after the other. */
  #change: Promise<void> = Promise.resolve();

  constructor(options: Libp2pAdapterOptions) {
    checkOptions(options);
    this.#options = options;
    this.#limits = resolveLimits(options.limits);
    this.#isAdmitted = admission(options.policy ?? 'anyone');
    this.#privateKey = options.identity;
    this.invitations = {
      reportsDelivery: true,
      inviteEndpoint: async (endpoint, invitation, event) =>
        this.#invite('inviteEndpoint', endpoint, undefined, invitation, event),
      inviteContact: async (contact, endpoint, invitation, event) =>
        this.#invite('inviteContact', endpoint, contact, invitation, event),
      sendToEndpoint: async (endpoint, invitation) =>
        this.#send('sendToEndpoint', endpoint, undefined, invitation),
      sendToContact: async (contact, endpoint, invitation) =>
        this.#send('sendToContact', endpoint, contact, invitation),
    };
    this.inbox = {
      register: async (event) => {
        const { engine, events } = this.#use('inbox.register');
        return engine.inbox.register(events.own('inbox.register', event));
      },
      status: async (id) => this.#use('inbox.status').engine.inbox.status(id),
      accept: async (id) => this.#use('inbox.accept').engine.inbox.answer(id, 'accepted'),
      decline: async (id, message) => {
        const { engine } = this.#use('inbox.decline');
        checkContent('inbox.decline', message === undefined ? {} : { message });
        return engine.inbox.answer(id, 'declined', message);
      },
    };
    this.identity = {
      contact: async () => ({ peerName: this.#use('identity.contact').transport.peerName }),
      endpoints: async () => this.#use('identity.endpoints').transport.endpoints(),
    };
  }

  get libp2p(): Libp2p | undefined {
    return this.#running?.node;
  }

  async open(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#opens === 0) this.#running = await this.#start();
      this.#opens += 1;
    });
  }

  async close(): Promise<void> {
    return this.#inTurn(async () => {
      const { engine, events } = this.#use('close');
      this.#opens -= 1;
      if (this.#opens > 0) return;
      this.#running = undefined;
      const closed = engine.close();
      events.close();
      await closed;
    });
  }

  createEvent(): EventHandle {
    return this.#use('createEvent').events.create();
  }

  async #start(): Promise<Running> {
    await supplyMissingGlobals();
    const { libp2p, name, scheduler = asyncScheduler } = this.#options;
    const node = libp2p ?? (await this.#startNode());
    const transport = new Libp2pTransport({ node, isOwner: libp2p === undefined, name });
    const engine = new InvitationEngine({
      transport,
      name,
      isAdmitted: this.#isAdmitted,
      limits: this.#limits,
      counters: this.counters,
      scheduler,
    });
    await engine.start();
    return { node, engine, transport, events: new OwnedEvents() };
  }

  async #startNode(): Promise<Libp2p> {
    // Loaded only by those who open an adapter, and after what Node 20 lacks has been supplied.
    const [{ createIdentity, loadIdentity }, { startNode }] = await Promise.all([
      import('./identity.ts'),
      import('./node.ts'),
    ]);
    const { datastore, listen = DEFAULT_LISTEN } = this.#options;
    this.#privateKey ??= await (datastore === undefined
      ? createIdentity()
      : loadIdentity(datastore));
    return startNode({
      privateKey: this.#privateKey,
      listen,
      limits: this.#limits,
      isAdmitted: this.#isAdmitted,
      counters: this.counters,
    });
  }

  #invite(
    operation: string,
    endpoint: Endpoint,
    contact: Contact | undefined,
    invitation: Invitation,
    event: EventHandle | undefined,
  ): InvitationHandle {
    const { engine, events } = this.#use(operation);
    checkContent(operation, invitation);
    const target = this.#targets.get(operation, endpoint, contact);
    const owned = event === undefined ? undefined : events.own(operation, event);
    return engine.invite(target, invitation, owned);
  }

  #send(
    operation: string,
    endpoint: Endpoint,
    contact: Contact | undefined,
    invitation: Invitation,
  ): Promise<void> {
    const { engine } = this.#use(operation);
    checkContent(operation, invitation);
    return engine.send(this.#targets.get(operation, endpoint, contact), invitation);
  }

  #use(operation: string): Running {
    if (this.#running !== undefined) return this.#running;
    throw new CollaborationError(
      'NOT_INITIALIZED',
      `${operation}: the libp2p adapter is not open. Call open() first.`,
    );
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const done = this.#change.then(change);
    this.#change = done.catch(() => undefined);
    return done;
  }
}

function checkOptions({ name, libp2p, identity, datastore, listen }: Libp2pAdapterOptions): void {
  if (name !== undefined && name.length > LIMITS.endpointNameUtf16Units) {
    throw new RangeError(
      `libp2pAdapter: name has ${name.length} UTF-16 units; the limit is ${LIMITS.endpointNameUtf16Units}.`,
    );
  }
  const ownNode = { identity, datastore, listen };
  for (const [option, value] of Object.entries(ownNode)) {
    if (libp2p !== undefined && value !== undefined) {
      throw new TypeError(
        `libp2pAdapter: ${option} is for a node of its own, and libp2p was given.`,
      );
    }
  }
}
