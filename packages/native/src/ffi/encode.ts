import type {
  Application,
  ApplicationRegistration,
  CollaborationEventFilter,
  CollaborationObject,
  Contact,
  Endpoint,
  Guid,
  Invitation,
  Presence,
  RegistrationType,
  Scope,
} from '@beckon/core';
import { checkContent, invalidArgument, PRESENCE_STATUSES } from '@beckon/core/adapter';
import {
  AF_INET6,
  EVENT_TYPES,
  PEER_ADDRESS_SIZE,
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

// Encodes values of the contract for koffi. The kit's `checkContent` has checked them; only the syntax of
// an address is checked here.

export function encodeGuid(guid: Guid): GuidShape {
  const text = guid.replaceAll('-', '');
  const hex = (start: number, end: number) => Number.parseInt(text.slice(start, end), 16);
  return {
    Data1: hex(0, 8),
    Data2: hex(8, 12),
    Data3: hex(12, 16),
    Data4: Uint8Array.from({ length: 8 }, (_, index) => hex(16 + 2 * index, 18 + 2 * index)),
  };
}

/** @throws CollaborationError `INVALID_ARGUMENT` for an address that is not in the syntax of Windows. */
export function encodeEndpoint(operation: string, { address, name }: Endpoint): EndpointShape {
  const parsed = parseSocketAddress(address);
  if (parsed === undefined) {
    throw invalidArgument(
      `${operation}: endpoint.address is ${JSON.stringify(address)}. Write an IPv6 address and a port as [2001:db8::1]:3587, with the number of the network interface for a link-local one: [fe80::1%4]:3587.`,
    );
  }
  const { host, scopeId, port } = parsed;
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
    pwzEndpointName: name ?? null,
  };
}

/** @throws CollaborationError `INVALID_ARGUMENT`. */
export function optionalGuid(
  operation: string,
  parameter: string,
  guid: Guid | undefined,
): GuidShape | null {
  if (guid === undefined) return null;
  checkContent.guid(operation, parameter, guid);
  return encodeGuid(guid);
}

export function encodeInvitation(invitation: Invitation): InvitationShape {
  return {
    applicationId: encodeGuid(invitation.applicationId),
    applicationData: encodeData(invitation.data),
    pwzMessage: invitation.message ?? null,
  };
}

export function encodeContact(contact: Contact): ContactShape {
  return {
    pwzPeerName: contact.peerName,
    pwzNickName: contact.nickname ?? null,
    pwzDisplayName: contact.displayName ?? null,
    pwzEmailAddress: contact.emailAddress ?? null,
    fWatch: contact.isWatched === true ? 1 : 0,
    WatcherPermissions:
      contact.canWatchMe === true ? WATCH_PERMISSION.allowed : WATCH_PERMISSION.blocked,
    credentials: encodeData(contact.credentials),
  };
}

export function encodeRegistration(registration: ApplicationRegistration): RegistrationInfoShape {
  return {
    application: encodeApplication(registration.application),
    pwzApplicationToLaunch: registration.program,
    pwzApplicationArguments: registration.arguments ?? null,
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
    status: PRESENCE_STATUSES.indexOf(status),
    pwzDescriptiveText: text ?? null,
  };
}

export function encodeEventFilter({
  type,
  instanceId,
}: CollaborationEventFilter): EventRegistrationShape {
  return {
    eventType: EVENT_TYPES.indexOf(type) + 1,
    pInstance: instanceId === undefined ? null : encodeGuid(instanceId),
  };
}

export function encodeScope(scope: Scope): number {
  return SCOPES.indexOf(scope);
}

export function encodeRegistrationType(type: RegistrationType): number {
  return REGISTRATION_TYPES.indexOf(type);
}

export function encodeApplication({ id, data, description }: Application): ApplicationShape {
  return {
    id: encodeGuid(id),
    data: encodeData(data),
    pwzDescription: description ?? null,
  };
}

function encodeData(data: Uint8Array | undefined): DataInput {
  if (data === undefined || data.length === 0) return { cbData: 0, pbData: null };
  return { cbData: data.length, pbData: data };
}
