import {
  type Contact,
  parseGuid,
  type PersonNearMe,
  type ReceivedInvitationStatus,
} from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import type { ConformanceHarness, ConformancePeer, PeerInvitation } from '@beckon/conformance';
import { nativeAdapter } from '../../src/index.ts';
import { ANSWER, type ReferenceDll } from './reference-dll.ts';

const PEER = { address: '[2001:db8::1]:3587', name: 'peer' };
const NOWHERE = { address: '[2001:db8::dead]:9' };
const PEER_CONTACT: Contact = {
  peerName: `${'0123456789abcdef'.repeat(2)}01234567.peer`,
  nickname: 'peer',
  credentials: Uint8Array.of(0x30, 0x82, 0, 1),
};
const PERSON: PersonNearMe = {
  id: parseGuid('b7f6f8a0-6d3b-4f57-9d0b-3f2f7c1f2a10'),
  nickname: 'peer',
  endpoint: PEER,
};
const STRANGER = { peerName: `${'fedcba9876543210'.repeat(2)}01234567.stranger` };
const NOWHERE_PORT = 9;

type State = ReceivedInvitationStatus['state'];

/**
 * The native adapter over the reference DLL in this process. Control exports of the DLL play the
 * recipient.
 */
export function referenceHarness(dll: ReferenceDll, library: string): ConformanceHarness {
  return {
    tables: [
      'invitations',
      'identity',
      'visibility',
      'peopleNearMe',
      'contacts',
      'presence',
      'applications',
      'objects',
      'endpointData',
      'events',
      'launch',
    ],
    traits: {
      carriesDeclineMessage: false,
      carriesExpiry: false,
      verifiesContacts: true,
      settlesCrossings: false,
      makesCards: true,
      signsInForIdentity: true,
      killsPeer: true,
      hasPeerAdapter: false,
      hasOtherPeer: false,
      seesPeerNearMe: false,
    },
    async setUp() {
      dll.reset();
      dll.setPeer({ person: PERSON, contact: PEER_CONTACT, presence: { status: 'online' } });
      const errors: Error[] = [];
      const adapter = nativeAdapter({ library, onTeardownError: (error) => errors.push(error) });
      const peer = new ReferencePeer(dll);
      return {
        adapter,
        peer,
        nowhere: NOWHERE,
        malformed: { address: '192.0.2.1:3587' },
        stranger: STRANGER,
        otherAdapter: () => Promise.resolve(nativeAdapter({ library })),
        async tearDown() {
          peer.stop();
          while (dll.counters().startups > 0) await adapter.close();
          if (errors.length > 0) throw new AggregateError(errors, 'errors on teardown');
          assertNothingLeftOver(dll);
        },
      };
    },
  };
}

/** @throws Error when the strict DLL has counted a resource that was not released, or a violation. */
export function assertNothingLeftOver(dll: ReferenceDll): void {
  const violations = dll.violations();
  const held = Object.entries(dll.counters()).filter(
    ([name, count]) => name !== 'blocksTotal' && count !== 0,
  );
  if (held.length === 0 && violations.length === 0) return;
  throw new Error(
    `left over: ${held.map(([name, count]) => `${name} ${count}`).join(', ')}; violations: ${violations.slice(0, 5).join('; ')}`,
  );
}

class ReferencePeer implements ConformancePeer {
  readonly endpoint = PEER;
  readonly contact = PEER_CONTACT;
  readonly #dll: ReferenceDll;
  readonly #seen = new Set<bigint>();
  #isStopped = false;

  constructor(dll: ReferenceDll) {
    this.#dll = dll;
    void this.#refuse();
  }

  async nextInvitation(): Promise<PeerInvitation> {
    for (;;) {
      const handle = this.#arrived().find((candidate) => !this.#seen.has(candidate));
      if (handle !== undefined) {
        this.#seen.add(handle);
        return new ReferenceInvitation(this.#dll, handle);
      }
      await turn();
    }
  }

  async card(): Promise<string> {
    return this.#dll.contactCard(PEER_CONTACT);
  }

  async kill(): Promise<void> {
    for (const handle of this.#dll.pendingInvitations()) {
      this.#dll.fail(handle, 'PEER_E_CONNECTION_FAILED');
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** The invitations for this peer. */
  #arrived(): readonly bigint[] {
    this.#refuseOthers();
    return this.#dll.pendingInvitations();
  }

  // The in-process DLL has no network and leaves every invitation pending. This refuses in its place.
  async #refuse(): Promise<void> {
    while (!this.#isStopped) {
      this.#refuseOthers();
      await turn();
    }
  }

  #refuseOthers(): void {
    for (const handle of this.#dll.pendingInvitations()) {
      if (this.#seen.has(handle)) continue;
      const { port, peerName } = this.#dll.sentInvitation(handle);
      const isForSomebodyElse = peerName !== undefined && peerName !== PEER_CONTACT.peerName;
      if (port === NOWHERE_PORT || isForSomebodyElse) {
        this.#dll.fail(handle, 'PEER_E_CONNECTION_FAILED');
      }
    }
  }
}

const WITHDRAWN = [hresultValue('PEER_E_INVITE_CANCELLED'), hresultValue('PEER_E_NOT_FOUND')];

class ReferenceInvitation implements PeerInvitation {
  readonly applicationId;
  readonly message?: string;
  readonly data?: Uint8Array;
  readonly #dll: ReferenceDll;
  readonly #handle: bigint;
  #state: State = 'pending';

  constructor(dll: ReferenceDll, handle: bigint) {
    this.#dll = dll;
    this.#handle = handle;
    const { applicationId, message, data } = dll.sentInvitation(handle);
    this.applicationId = parseGuid(applicationId);
    if (message !== undefined) this.message = message;
    if (data !== undefined) this.data = data;
  }

  accept = () => this.#answer('accepted');
  decline = () => this.#answer('declined');

  async outcome(): Promise<State> {
    while (this.#state === 'pending' && this.#dll.pendingInvitations().includes(this.#handle)) {
      await turn();
    }
    if (this.#state === 'pending') this.#state = 'withdrawn';
    return this.#state;
  }

  async #answer(state: 'accepted' | 'declined'): Promise<State> {
    if (this.#state !== 'pending') return this.#state;
    const result = this.#dll.answer(this.#handle, ANSWER[state]);
    this.#state = WITHDRAWN.includes(result) ? 'withdrawn' : state;
    return this.#state;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
