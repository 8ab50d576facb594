import {
  type AppLaunchInfo,
  type Application,
  CollaborationError,
  type CollaborationObject,
  type Contact,
  type Endpoint,
  type PersonNearMe,
  type Presence,
} from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import {
  encodeApplication,
  encodeContact,
  encodeEndpoint,
  encodeGuid,
  encodeInvitation,
  encodeObject,
  encodePresence,
} from '../../src/ffi/encode.ts';
import type { Koffi, KoffiType } from '../../src/ffi/koffi.ts';
import { defineStructs } from '../../src/ffi/structs.ts';

/** The answers of a recipient: `PEER_INVITATION_RESPONSE_TYPE`. */
export const ANSWER = { declined: 0, accepted: 1, expired: 2, error: 3 } as const;

/** `REFERENCE_P2P_…` flags of the functions that answer. */
export const FROM_THREAD = 1;
export const SIGNAL_TWICE = 2;
export const NO_SIGNAL = 4;

export interface Counters {
  readonly startups: number;
  readonly blocks: number;
  readonly enumerations: number;
  readonly invitations: number;
  readonly pendingInvitations: number;
  readonly registrations: number;
  readonly subscriptions: number;
  readonly violations: number;
  readonly blocksTotal: number;
}

export interface SentInvitation {
  readonly applicationId: string;
  readonly message?: string;
  readonly data?: Uint8Array;
  readonly port: number;
  readonly peerName?: string;
}

/** The data of a peer that others see. */
export interface ShownPeer {
  readonly person: PersonNearMe;
  readonly contact?: Contact;
  readonly presence?: Presence;
  readonly applications?: readonly Application[];
  readonly objects?: readonly CollaborationObject[];
}

/** The content of an event of the DLL, with the member names of its structure. */
export interface RaisedEvent {
  readonly type: number;
  readonly contact?: Contact;
  readonly endpoint?: Endpoint;
  readonly change?: number;
  readonly presence?: Presence;
  readonly application?: Application;
  readonly object?: CollaborationObject;
  readonly person?: PersonNearMe;
  readonly hresult?: number;
}

const MAX_HANDLES = 1 << 20;

/**
 * The control exports of the reference P2P.dll: actions of the recipient, and counts of resources left
 * over.
 */
export class ReferenceDll {
  readonly #koffi: Koffi;
  readonly #library: ReturnType<Koffi['load']>;
  readonly #structs: ReturnType<typeof defineStructs>;
  readonly #functions = new Map<string, ReturnType<ReturnType<Koffi['load']>['func']>>();

  constructor(koffiModule: Koffi, path: string) {
    this.#koffi = koffiModule;
    this.#library = koffiModule.load(path);
    this.#structs = defineStructs(koffiModule);
  }

  counters(): Counters {
    const names = [
      'startups',
      'blocks',
      'enumerations',
      'invitations',
      'pendingInvitations',
      'registrations',
      'subscriptions',
      'violations',
      'blocksTotal',
    ] as const;
    const numbers = new Uint32Array(names.length + 1);
    numbers[0] = numbers.byteLength;
    this.#check('ReferenceP2PGetCounters', ['void *'], numbers);
    return Object.fromEntries(
      names.map((name, index) => [name, numbers[index + 1]]),
    ) as unknown as Counters;
  }

  /** Every violation since the last call, oldest first. */
  violations(): readonly string[] {
    const found: string[] = [];
    const text = Buffer.alloc(1024);
    for (;;) {
      const length = this.#call(
        'ReferenceP2PNextViolation',
        'uint32',
        ['void *', 'uint32'],
        text,
        text.length,
      ) as number;
      if (length === 0) return found;
      found.push(text.toString('latin1', 0, Math.min(length, text.length - 1)));
    }
  }

  reset(): void {
    this.#call('ReferenceP2PReset', 'void', []);
  }

  /** The next calls of a function give a named result. */
  failNext(functionName: string, result: string): void {
    this.failNextWith(functionName, hresultValue(result));
  }

  failNextWith(functionName: string, result: number): void {
    this.#check('ReferenceP2PFailNext', ['str', 'int32', 'uint32'], functionName, result | 0, 1);
  }

  callCount(functionName: string): number {
    return this.#call('ReferenceP2PCallCount', 'uint32', ['str'], functionName) as number;
  }

  setOption(name: string, value: number): void {
    this.#check('ReferenceP2PSetOption', ['str', 'uint32'], name, value);
  }

  setAnswer(script: string): void {
    this.#check('ReferenceP2PSetAnswer', ['str'], script);
  }

  pendingInvitations(): readonly bigint[] {
    const count = this.#call(
      'ReferenceP2PPendingInvitations',
      'uint32',
      ['void *', 'uint32'],
      null,
      0,
    ) as number;
    if (count === 0 || count > MAX_HANDLES) return [];
    const handles = new BigUint64Array(count);
    this.#call(
      'ReferenceP2PPendingInvitations',
      'uint32',
      ['void *', 'uint32'],
      handles,
      handles.length,
    );
    return [...handles];
  }

  sentInvitation(handle: bigint): SentInvitation {
    const { decode } = this.#koffi;
    const out: [bigint | null] = [null];
    this.#check('ReferenceP2PSentInvitation', ['void *', this.#out('void *')], handle, out);
    const [info] = out;
    if (info === null) throw new Error('ReferenceP2PSentInvitation gave nothing.');
    const [contact, endpoint, invitation] = decode(info, 'void *', 3) as [
      bigint | null,
      bigint,
      bigint,
    ];
    const id = Buffer.from(decode(invitation, 'uint8', 16) as Uint8Array);
    const length = decode(invitation, 16, 'uint32') as number;
    const data = decode(invitation, 24, 'void *') as bigint | null;
    const message = decode(invitation, 32, 'str16') as string | null;
    const sent: SentInvitation = {
      applicationId: guidText(id),
      port: decode(endpoint, 6, 'uint16_be') as number,
      ...(message === null ? {} : { message }),
      ...(data === null ? {} : { data: decode(data, 'uint8', length) as Uint8Array }),
      ...(contact === null ? {} : { peerName: decode(contact, 'str16') as string }),
    };
    this.#call('PeerFreeData', 'void', ['void *'], info);
    return sent;
  }

  /** Answers an invitation. The result is a failure when the answer did not count. */
  answer(handle: bigint, action: number, { extended = 0, flags = 0 } = {}): number {
    return (
      (this.#call(
        'ReferenceP2PAnswer',
        'int32',
        ['void *', 'int32', 'str16', 'int32', 'uint32'],
        handle,
        action,
        '',
        extended | 0,
        flags,
      ) as number) >>> 0
    );
  }

  fail(handle: bigint, result: string, flags = 0): void {
    this.#check(
      'ReferenceP2PFail',
      ['void *', 'int32', 'uint32'],
      handle,
      hresultValue(result) | 0,
      flags,
    );
  }

  signal(handle: bigint, times: number): void {
    this.#check('ReferenceP2PSignal', ['void *', 'uint32'], handle, times);
  }

  answerAll(action: number, flags = 0): number {
    return this.#call(
      'ReferenceP2PAnswerAll',
      'uint32',
      ['int32', 'str16', 'int32', 'uint32'],
      action,
      null,
      0,
      flags,
    ) as number;
  }

  /** Puts a peer on the network, signed in everywhere, or replaces the one at its endpoint. */
  setPeer({ person, contact, presence, applications = [], objects = [] }: ShownPeer): void {
    const { pointer, struct } = this.#koffi;
    const structs = this.#structs;
    const peer = struct({
      person: structs.PEER_PEOPLE_NEAR_ME,
      pContact: pointer(structs.PEER_CONTACT),
      pPresence: pointer(structs.PEER_PRESENCE_INFO),
      pApplications: pointer(structs.PEER_APPLICATION),
      pObjects: pointer(structs.PEER_OBJECT),
      cApplications: 'uint32',
      cObjects: 'uint32',
      dwScopes: 'uint32',
    });
    this.#check('ReferenceP2PSetPeer', [pointer(peer)], {
      person: personShape(person),
      pContact: contact === undefined ? null : encodeContact(contact),
      pPresence: presence === undefined ? null : encodePresence(presence),
      pApplications: applications.length === 0 ? null : applications.map(encodeApplication),
      pObjects: objects.length === 0 ? null : objects.map(encodeObject),
      cApplications: applications.length,
      cObjects: objects.length,
      dwScopes: 3,
    });
  }

  /** The card of a person, as the person would hand it over. */
  contactCard(contact: Contact): string {
    const { decode, pointer } = this.#koffi;
    const out: [bigint | null] = [null];
    const parameters = [pointer(this.#structs.PEER_CONTACT), this.#out('void *')];
    this.#check('ReferenceP2PContactCard', parameters, encodeContact(contact), out);
    const [card] = out;
    if (card === null) throw new Error('ReferenceP2PContactCard gave nothing.');
    const text = decode.string16(card);
    this.#call('PeerFreeData', 'void', ['void *'], card);
    return text;
  }

  /** Gives an event to every queue of events that it concerns. */
  raiseEvent(event: RaisedEvent): void {
    const { pointer, struct } = this.#koffi;
    const structs = this.#structs;
    const contact = pointer(structs.PEER_CONTACT);
    const endpoint = pointer(structs.PEER_ENDPOINT);
    const changed = { pContact: contact, pEndpoint: endpoint, changeType: 'int32' };
    const arms: Record<number, Record<string, KoffiType>> = {
      1: { pContact: contact, changeType: 'int32' },
      2: { pContact: contact, pEndpoint: endpoint },
      3: { ...changed, pDetail: pointer(structs.PEER_PRESENCE_INFO) },
      4: { ...changed, pDetail: pointer(structs.PEER_APPLICATION) },
      5: { ...changed, pDetail: pointer(structs.PEER_OBJECT) },
      10: { changeType: 'int32', pDetail: pointer(structs.PEER_PEOPLE_NEAR_ME) },
      11: { pEndpoint: endpoint, hrChange: 'int32' },
    };
    const { type } = event;
    const arm = arms[type] ?? arms[type - 4];
    if (arm === undefined) throw new RangeError(`No event has the type ${type}.`);
    // The DLL reads the whole union.
    const data = struct({
      eventType: 'int32',
      data: struct(arm),
      rest: this.#koffi.array('uint8', 32),
    });
    this.#functions.delete('ReferenceP2PRaiseEvent');
    this.#check('ReferenceP2PRaiseEvent', [pointer(data)], {
      eventType: type,
      data: {
        pContact: event.contact === undefined ? null : encodeContact(event.contact),
        pEndpoint:
          event.endpoint === undefined ? null : encodeEndpoint('ReferenceDll', event.endpoint),
        changeType: event.change ?? 0,
        pDetail: detailShape(event),
        hrChange: (event.hresult ?? 0) | 0,
      },
      rest: new Uint8Array(32),
    });
  }

  /** Sets the invitation that the process is told it was launched with. */
  setLaunchInfo({ contact, endpoint, invitation }: AppLaunchInfo): void {
    const { pointer, struct } = this.#koffi;
    const info = struct({
      pContact: pointer(this.#structs.PEER_CONTACT),
      pEndpoint: pointer(this.#structs.PEER_ENDPOINT),
      pInvitation: pointer(this.#structs.PEER_INVITATION),
    });
    this.#check('ReferenceP2PSetLaunchInfo', [pointer(info)], {
      pContact: contact === undefined ? null : encodeContact(contact),
      pEndpoint: encodeEndpoint('ReferenceDll', endpoint),
      pInvitation: encodeInvitation(invitation),
    });
  }

  /** Process id of this user's reference service; 0 when none runs. */
  serviceProcess(): number {
    return this.#call('ReferenceP2PServiceProcess', 'uint32', []) as number;
  }

  /** The time of the first signal, on the clock of `process.hrtime`; `undefined` before it. */
  firstSignalTime(): bigint | undefined {
    const time = BigInt(this.#call('ReferenceP2PFirstSignalTime', 'uint64', []) as number | bigint);
    return time === 0n ? undefined : time;
  }

  /** Nanoseconds from the first of `count` signals to the last callback, in C. */
  waitBaseline(count: number, flags = 0): number {
    return Number(
      this.#call('ReferenceP2PWaitBaseline', 'uint64', ['uint32', 'uint32'], count, flags),
    );
  }

  #out(type: string) {
    return this.#koffi.out(this.#koffi.pointer(type));
  }

  #call(name: string, result: string, parameters: KoffiType[], ...values: unknown[]): unknown {
    let call = this.#functions.get(name);
    if (call === undefined) {
      call = this.#library.func('__stdcall', name, result, parameters);
      this.#functions.set(name, call);
    }
    return call(...values);
  }

  #check(name: string, parameters: KoffiType[], ...values: unknown[]): void {
    const result = this.#call(name, 'int32', parameters, ...values) as number;
    if (result < 0) {
      throw new CollaborationError('UNKNOWN', `${name}: 0x${(result >>> 0).toString(16)}`);
    }
  }
}

function personShape({ id, nickname, endpoint }: PersonNearMe) {
  return {
    pwzNickName: nickname,
    endpoint: encodeEndpoint('ReferenceDll', endpoint),
    id: encodeGuid(id),
  };
}

function detailShape({ presence, application, object, person }: RaisedEvent) {
  if (presence !== undefined) return encodePresence(presence);
  if (application !== undefined) return encodeApplication(application);
  if (object !== undefined) return encodeObject(object);
  return person === undefined ? null : personShape(person);
}

function guidText(bytes: Buffer): string {
  const part = (start: number, end: number) => bytes.toString('hex', start, end);
  const reversed = (start: number, end: number) =>
    Buffer.from(bytes.subarray(start, end)).reverse().toString('hex');
  return `${reversed(0, 4)}-${reversed(4, 6)}-${reversed(6, 8)}-${part(8, 10)}-${part(10, 16)}`;
}
