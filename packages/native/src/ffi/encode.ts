import {
  type Application,
  type ApplicationRegistration,
  CollaborationError,
  type CollaborationEventFilter,
  type CollaborationObject,
  type Contact,
  type Endpoint,
  type Guid,
  type Invitation,
  parseGuid,
  type Presence,
  type RegistrationType,
  type Scope,
} from '@beckon/core';
import {
  AF_INET6,
  EVENT_TYPES,
  PEER_ADDRESS_SIZE,
  PRESENCE_STATUSES,
  REGISTRATION_TYPES,
  SCOPES,
  WATCH_PERMISSION,
} from './constants.ts';
import type {
  ApplicationShape,
  ContactShape,
  DataInput,
  EndpointShape,
  EventRegistrationShape,
  GuidShape,
  InvitationShape,
  ObjectShape,
  PresenceShape,
  RegistrationInfoShape,
} from './shapes.ts';
import { parseSocketAddress } from './socket-address.ts';

// Domain values as koffi takes them. What cannot be expressed is refused with INVALID_ARGUMENT,
// before anything is called.

export function encodeGuid(guid: Guid): GuidShape {
  const text = checked(() => parseGuid(guid)).replaceAll('-', '');
  const hex = (start: number, end: number) => Number.parseInt(text.slice(start, end), 16);
  return {
    Data1: hex(0, 8),
    Data2: hex(8, 12),
    Data3: hex(12, 16),
    Data4: Uint8Array.from({ length: 8 }, (_, index) => hex(16 + 2 * index, 18 + 2 * index)),
  };
}

export function encodeEndpoint(endpoint: Endpoint): EndpointShape {
  const { host, scopeId, port } = parseSocketAddress(endpoint.address);
  return {
    address: {
      dwSize: PEER_ADDRESS_SIZE,
      sin6: {
        sin6_family: AF_INET6,
        sin6_port: port,
        sin6_flowinfo: 0,
        sin6_addr: host,
        sin6_scope_id: scopeId,
      },
    },
    pwzEndpointName: optionalText('endpoint.name', endpoint.name),
  };
}

/** Without an endpoint the functions mean one's own. */
export function optionalEndpoint(endpoint: Endpoint | undefined): EndpointShape | null {
  return endpoint === undefined ? null : encodeEndpoint(endpoint);
}

export function optionalGuid(guid: Guid | undefined): GuidShape | null {
  return guid === undefined ? null : encodeGuid(guid);
}

export function encodeInvitation(invitation: Invitation): InvitationShape {
  return {
    applicationId: encodeGuid(invitation.applicationId),
    applicationData: encodeData(invitation.data),
    pwzMessage: optionalText('message', invitation.message),
  };
}

export function encodeContact(contact: Contact): ContactShape {
  return {
    pwzPeerName: encodeText('contact.peerName', contact.peerName),
    pwzNickName: optionalText('contact.nickname', contact.nickname),
    pwzDisplayName: optionalText('contact.displayName', contact.displayName),
    pwzEmailAddress: optionalText('contact.emailAddress', contact.emailAddress),
    fWatch: contact.isWatched === true ? 1 : 0,
    WatcherPermissions:
      contact.canWatchMe === true ? WATCH_PERMISSION.allowed : WATCH_PERMISSION.blocked,
    credentials: encodeData(contact.credentials),
  };
}

export function encodeRegistration(registration: ApplicationRegistration): RegistrationInfoShape {
  return {
    application: encodeApplication(registration.application),
    pwzApplicationToLaunch: encodeText('registration.program', registration.program),
    pwzApplicationArguments: optionalText('registration.arguments', registration.arguments),
    dwPublicationScope: encodeScope(registration.publicationScope ?? 'internet'),
  };
}

export function encodeObject(object: CollaborationObject): ObjectShape {
  return {
    id: encodeGuid(object.id),
    data: encodeData(object.data),
    dwPublicationScope: encodeScope(object.publicationScope),
  };
}

export function encodePresence({ status, text }: Presence): PresenceShape {
  return {
    status: indexIn(PRESENCE_STATUSES, status, 'presence.status'),
    pwzDescriptiveText: optionalText('presence.text', text),
  };
}

export function encodeEventFilter({
  type,
  instanceId,
}: CollaborationEventFilter): EventRegistrationShape {
  return {
    eventType: indexIn(EVENT_TYPES, type, 'event type') + 1,
    pInstance: optionalGuid(instanceId),
  };
}

export function encodeScope(scope: Scope): number {
  return indexIn(SCOPES, scope, 'scope');
}

export function encodeRegistrationType(type: RegistrationType): number {
  return indexIn(REGISTRATION_TYPES, type, 'registration type');
}

/** A string of the API ends at its first zero: one within would cut it short in silence. */
export function encodeText(name: string, text: string): string {
  if (typeof text !== 'string' || text.includes('\0')) {
    throw invalid(`${name} must be a string without zero characters.`);
  }
  return text;
}

export function optionalText(name: string, text: string | undefined): string | null {
  return text === undefined ? null : encodeText(name, text);
}

export function encodeApplication({ id, data, description }: Application): ApplicationShape {
  return {
    id: encodeGuid(id),
    data: encodeData(data),
    pwzDescription: optionalText('application.description', description),
  };
}

function encodeData(data: Uint8Array | undefined): DataInput {
  if (data === undefined || data.length === 0) return { cbData: 0, pbData: null };
  return { cbData: data.length, pbData: data };
}

function indexIn<Name extends string>(names: readonly Name[], name: Name, what: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw invalid(`${what} must be one of ${names.join(', ')}; it is ${name}.`);
  return index;
}

function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new CollaborationError('INVALID_ARGUMENT', (cause as Error).message, { cause });
  }
}

function invalid(message: string): CollaborationError {
  return new CollaborationError('INVALID_ARGUMENT', message);
}
