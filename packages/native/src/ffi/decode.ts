import {
  type AppLaunchInfo,
  type Application,
  type ApplicationRegistration,
  CollaborationError,
  type CollaborationEvent,
  type CollaborationErrorCode,
  type CollaborationObject,
  type Contact,
  type Endpoint,
  type Guid,
  type Invitation,
  type InvitationResponse,
  type PersonNearMe,
  type Presence,
  type Scope,
} from '@beckon/core';
import { PRESENCE_STATUSES } from '@beckon/core/adapter';
import { findHresult, isFailedHresult } from '@beckon/core/hresults';
import {
  AF_INET6,
  CHANGE_TYPES,
  EVENT_TYPES,
  RESPONSE_ACTIONS,
  SCOPES,
  WATCH_PERMISSION,
} from './constants.ts';
import type { Pointer } from './handles.ts';
import type { Koffi } from './koffi.ts';
import type {
  ApplicationShape,
  OutputShapes,
  DataOutput,
  EndpointShape,
  EventArmShape,
  GuidShape,
} from './shapes.ts';
import { formatSocketAddress } from './socket-address.ts';
import type { Structs } from './structs.ts';

/**
 * Reads blocks into domain values. Every value is a copy, and refers to nothing in the block.
 */
export class Decoder {
  readonly #koffi: Koffi;
  readonly #structs: Structs;
  readonly #offsetOfEventData: number;
  readonly #offsetOfExtendedInfo: bigint;

  constructor(koffi: Koffi, structs: Structs) {
    this.#koffi = koffi;
    this.#structs = structs;
    this.#offsetOfExtendedInfo = BigInt(
      koffi.offsetof(structs.PEER_INVITATION_RESPONSE, 'hrExtendedInfo'),
    );
    this.#offsetOfEventData = koffi.offsetof(structs.PEER_COLLAB_EVENT_DATA, 'data');
  }

  /** The addresses in an array of `count` pointers. */
  readonly pointers = (block: Pointer, count: number): readonly Pointer[] =>
    this.#koffi.decode(block, 'void *', count) as Pointer[];

  readonly text = (block: Pointer): string => this.#koffi.decode.string16(block);

  // Reads single members: very many responses may come at once, and only a failure has more than the action.
  readonly response = (block: Pointer): InvitationResponse => {
    const { decode } = this.#koffi;
    const action = named(RESPONSE_ACTIONS, decode.int32(block), 'PEER_INVITATION_RESPONSE_TYPE');
    if (action !== 'error') return { action };
    const hresult = decode.int32(block + this.#offsetOfExtendedInfo) >>> 0;
    return hresult === 0 ? { action } : { action, hresult };
  };

  readonly endpoint = (block: Pointer): Endpoint => endpointOf(this.#read(block, 'PEER_ENDPOINT'));

  readonly person = (block: Pointer): PersonNearMe => {
    const { id, pwzNickName, endpoint } = this.#read(block, 'PEER_PEOPLE_NEAR_ME');
    return { id: guidOf(id), nickname: pwzNickName ?? '', endpoint: endpointOf(endpoint) };
  };

  readonly contact = (block: Pointer): Contact => {
    const shape = this.#read(block, 'PEER_CONTACT');
    return {
      peerName: shape.pwzPeerName ?? '',
      ...optional('nickname', shape.pwzNickName),
      ...optional('displayName', shape.pwzDisplayName),
      ...optional('emailAddress', shape.pwzEmailAddress),
      isWatched: shape.fWatch !== 0,
      canWatchMe: shape.WatcherPermissions === WATCH_PERMISSION.allowed,
      ...optional('credentials', this.#bytes(shape.credentials)),
    };
  };

  readonly application = (block: Pointer): Application =>
    this.#applicationOf(this.#read(block, 'PEER_APPLICATION'));

  readonly registration = (block: Pointer): ApplicationRegistration => {
    const shape = this.#read(block, 'PEER_APPLICATION_REGISTRATION_INFO');
    return {
      application: this.#applicationOf(shape.application),
      program: shape.pwzApplicationToLaunch ?? '',
      ...optional('arguments', shape.pwzApplicationArguments),
      publicationScope: scopeOf(shape.dwPublicationScope),
    };
  };

  readonly object = (block: Pointer): CollaborationObject => {
    const shape = this.#read(block, 'PEER_OBJECT');
    return {
      id: guidOf(shape.id),
      data: this.#bytes(shape.data) ?? new Uint8Array(),
      publicationScope: scopeOf(shape.dwPublicationScope),
    };
  };

  readonly presence = (block: Pointer): Presence => {
    const { status, pwzDescriptiveText } = this.#read(block, 'PEER_PRESENCE_INFO');
    return {
      status: named(PRESENCE_STATUSES, status, 'PEER_PRESENCE_STATUS'),
      ...optional('text', pwzDescriptiveText),
    };
  };

  readonly launchInfo = (block: Pointer): AppLaunchInfo => {
    const { pContact, pEndpoint, pInvitation } = this.#read(block, 'PEER_APP_LAUNCH_INFO');
    if (pEndpoint === null || pInvitation === null) {
      throw new CollaborationError(
        'PROTOCOL',
        'PeerCollabGetAppLaunchInfo gave an invitation without its sender or its content.',
      );
    }
    return {
      ...optional('contact', nullable(pContact, this.contact)),
      endpoint: this.endpoint(pEndpoint),
      invitation: this.#invitation(pInvitation),
    };
  };

  readonly event = (block: Pointer): CollaborationEvent => {
    const value = this.#koffi.decode(block, 'int32') as number;
    const type = named(EVENT_TYPES, value - 1, 'PEER_COLLAB_EVENT_TYPE');
    const arm = (struct: Extract<keyof OutputShapes, `PEER_EVENT_${string}`>) =>
      this.#read(block, struct, this.#offsetOfEventData);
    switch (type) {
      case 'watchListChanged': {
        const { pContact, changeType } = arm('PEER_EVENT_WATCHLIST_CHANGED_DATA');
        return { type, change: changeOf(changeType), ...this.#contactIn(pContact) };
      }
      case 'endpointChanged':
      case 'myEndpointChanged':
        return { type, ...this.#source(arm('PEER_EVENT_ENDPOINT_CHANGED_DATA')) };
      case 'endpointPresenceChanged':
      case 'myPresenceChanged': {
        const data = arm('PEER_EVENT_PRESENCE_CHANGED_DATA');
        const presence = nullable(data.pPresenceInfo, this.presence);
        return { type, ...this.#changed(data), ...optional('presence', presence) };
      }
      case 'endpointApplicationChanged':
      case 'myApplicationChanged': {
        const data = arm('PEER_EVENT_APPLICATION_CHANGED_DATA');
        const application = nullable(data.pApplication, this.application);
        return { type, ...this.#changed(data), ...optional('application', application) };
      }
      case 'endpointObjectChanged':
      case 'myObjectChanged': {
        const data = arm('PEER_EVENT_OBJECT_CHANGED_DATA');
        const object = nullable(data.pObject, this.object);
        return { type, ...this.#changed(data), ...optional('object', object) };
      }
      case 'peopleNearMeChanged': {
        const { changeType, pPeopleNearMe } = arm('PEER_EVENT_PEOPLE_NEAR_ME_CHANGED_DATA');
        const person = nullable(pPeopleNearMe, this.person);
        return { type, change: changeOf(changeType), ...optional('person', person) };
      }
      case 'requestStatusChanged': {
        const { pEndpoint, hrChange } = arm('PEER_EVENT_REQUEST_STATUS_CHANGED_DATA');
        const endpoint = nullable(pEndpoint, this.endpoint);
        return {
          type,
          ...optional('endpoint', endpoint),
          ...optional('error', codeOf(hrChange)),
        };
      }
    }
  };

  #read<Name extends keyof OutputShapes>(
    block: Pointer,
    struct: Name,
    offset = 0,
  ): OutputShapes[Name] {
    return this.#koffi.decode(block, offset, this.#structs[struct]) as OutputShapes[Name];
  }

  #bytes({ cbData, pbData }: DataOutput): Uint8Array | undefined {
    if (cbData === 0 || pbData === null) return undefined;
    return this.#koffi.decode(pbData, 'uint8', cbData) as Uint8Array;
  }

  #applicationOf(shape: ApplicationShape<DataOutput>): Application {
    return {
      id: guidOf(shape.id),
      ...optional('data', this.#bytes(shape.data)),
      ...optional('description', shape.pwzDescription),
    };
  }

  #invitation(block: Pointer): Invitation {
    const shape = this.#read(block, 'PEER_INVITATION');
    return {
      applicationId: guidOf(shape.applicationId),
      ...optional('message', shape.pwzMessage),
      ...optional('data', this.#bytes(shape.applicationData)),
    };
  }

  #changed(arm: EventArmShape) {
    return { change: changeOf(arm.changeType), ...this.#source(arm) };
  }

  #source({ pContact, pEndpoint }: EventArmShape) {
    return {
      ...this.#contactIn(pContact),
      ...optional('endpoint', nullable(pEndpoint, this.endpoint)),
    };
  }

  #contactIn(contact: Pointer | null) {
    return optional('contact', nullable(contact, this.contact));
  }
}

/** The error code of a failed result; `undefined` for success. */
function codeOf(result: number): CollaborationErrorCode | undefined {
  return isFailedHresult(result) ? (findHresult(result)?.code ?? 'UNKNOWN') : undefined;
}

/** The scope of a flag set. */
export function scopeOf(flags: number): Scope {
  return named(SCOPES, flags & 3, 'PEER_SIGNIN_FLAGS');
}

function guidOf({ Data1, Data2, Data3, Data4 }: GuidShape): Guid {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const last = Array.from(Data4, (byte) => hex(byte, 2)).join('');
  return `${hex(Data1, 8)}-${hex(Data2, 4)}-${hex(Data3, 4)}-${last.slice(0, 4)}-${last.slice(4)}` as Guid;
}

function endpointOf({ address: { sin6 }, pwzEndpointName }: EndpointShape): Endpoint {
  if (sin6.sin6_family !== AF_INET6) {
    throw new CollaborationError(
      'PROTOCOL',
      `An endpoint has an address of family ${sin6.sin6_family}; only IPv6 (${AF_INET6}) is known.`,
    );
  }
  const address = formatSocketAddress({
    host: sin6.sin6_addr,
    scopeId: sin6.sin6_scope_id,
    port: sin6.sin6_port,
  });
  return { address, ...optional('name', pwzEndpointName) };
}

const changeOf = (value: number) => named(CHANGE_TYPES, value, 'PEER_CHANGE_TYPE');

function named<Name extends string>(names: readonly Name[], value: number, what: string): Name {
  const name = names[value];
  if (name === undefined) {
    throw new CollaborationError('PROTOCOL', `${what} has the unknown value ${value}.`);
  }
  return name;
}

function nullable<Value>(
  block: Pointer | null,
  read: (block: Pointer) => Value,
): Value | undefined {
  return block === null ? undefined : read(block);
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | null | undefined,
): { readonly [K in Key]?: Value } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
