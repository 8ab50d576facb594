import type { ApplicationFunctions } from '@beckon/core';
import {
  encodeGuid,
  encodeRegistration,
  encodeRegistrationType,
  optionalEndpoint,
  optionalGuid,
} from '../ffi/encode.ts';
import { readEnumeration } from '../ffi/enumeration.ts';
import { readBlock } from '../ffi/peer-memory.ts';
import { succeeded } from '../ffi/results.ts';
import type { CurrentSession } from './current-session.ts';

export function applicationFunctions(current: CurrentSession): ApplicationFunctions {
  return {
    async register(registration, type) {
      const { peer } = current('PeerCollabRegisterApplication').library;
      const result = peer.PeerCollabRegisterApplication(
        encodeRegistration(registration),
        encodeRegistrationType(type),
      );
      succeeded('PeerCollabRegisterApplication', result);
    },

    async unregister(applicationId, type) {
      const { peer } = current('PeerCollabUnregisterApplication').library;
      const result = peer.PeerCollabUnregisterApplication(
        encodeGuid(applicationId),
        encodeRegistrationType(type),
      );
      succeeded('PeerCollabUnregisterApplication', result);
    },

    async registration(applicationId, type) {
      const { peer, decode } = current('PeerCollabGetApplicationRegistrationInfo').library;
      const id = encodeGuid(applicationId);
      const typeValue = encodeRegistrationType(type);
      return readBlock(
        peer,
        'PeerCollabGetApplicationRegistrationInfo',
        (info) => peer.PeerCollabGetApplicationRegistrationInfo(id, typeValue, info),
        decode.registration,
      );
    },

    async registrations(type) {
      const { peer, decode } = current('PeerCollabEnumApplicationRegistrationInfo').library;
      const typeValue = encodeRegistrationType(type);
      return readEnumeration(
        { peer, decode, read: decode.registration },
        'PeerCollabEnumApplicationRegistrationInfo',
        (enumeration) => peer.PeerCollabEnumApplicationRegistrationInfo(typeValue, enumeration),
      );
    },

    async list(endpoint, applicationId) {
      const { peer, decode } = current('PeerCollabEnumApplications').library;
      const shape = optionalEndpoint(endpoint);
      const id = optionalGuid(applicationId);
      return readEnumeration(
        { peer, decode, read: decode.application },
        'PeerCollabEnumApplications',
        (enumeration) => peer.PeerCollabEnumApplications(shape, id, enumeration),
      );
    },
  };
}
