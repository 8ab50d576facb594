import { LIMITS } from '@beckon/core';
import { type ApplicationFunctions, checkContent } from '@beckon/core/adapter';
import {
  encodeEndpoint,
  encodeGuid,
  encodeRegistration,
  encodeRegistrationType,
  optionalGuid,
} from '../ffi/encode.ts';
import { explainLimit } from './explain-limit.ts';
import type { CallsOf, OperationCalls } from './operation-calls.ts';

export function applicationFunctions(callsOf: CallsOf): ApplicationFunctions {
  return {
    async register(registration, type) {
      const calls = callsOf('applications.register');
      checkContent.registration(calls.operation, registration, type);
      const typeValue = encodeRegistrationType(type);
      try {
        calls.run('PeerCollabRegisterApplication', encodeRegistration(registration), typeValue);
      } catch (error) {
        throw explainLimit(error, calls.operation, {
          limit: LIMITS.registeredApplications,
          what: `registered applications (${type})`,
          advice: 'Unregister one.',
          count: () => registrationsOf(calls, typeValue).length,
        });
      }
    },

    async unregister(applicationId, type) {
      const calls = callsOf('applications.unregister');
      checkContent.guid(calls.operation, 'applicationId', applicationId);
      checkContent.registrationType(calls.operation, type);
      const typeValue = encodeRegistrationType(type);
      calls.run('PeerCollabUnregisterApplication', encodeGuid(applicationId), typeValue);
    },

    async registration(applicationId, type) {
      const calls = callsOf('applications.registration');
      checkContent.guid(calls.operation, 'applicationId', applicationId);
      checkContent.registrationType(calls.operation, type);
      return calls.read(
        'PeerCollabGetApplicationRegistrationInfo',
        [encodeGuid(applicationId), encodeRegistrationType(type)],
        'registration',
      );
    },

    async registrations(type) {
      const calls = callsOf('applications.registrations');
      checkContent.registrationType(calls.operation, type);
      return registrationsOf(calls, encodeRegistrationType(type));
    },

    async own(applicationId) {
      const calls = callsOf('applications.own');
      return calls.enumerate(
        'PeerCollabEnumApplications',
        [null, optionalGuid(calls.operation, 'applicationId', applicationId)],
        'application',
      );
    },

    async at(endpoint, applicationId) {
      const calls = callsOf('applications.at');
      checkContent.endpoint(calls.operation, endpoint);
      return calls.enumerate(
        'PeerCollabEnumApplications',
        [
          encodeEndpoint(calls.operation, endpoint),
          optionalGuid(calls.operation, 'applicationId', applicationId),
        ],
        'application',
      );
    },
  };
}

function registrationsOf(calls: OperationCalls, type: number) {
  return calls.enumerate('PeerCollabEnumApplicationRegistrationInfo', [type], 'registration');
}
