import type { Guid } from '@beckon/core';
import { type ApplicationFunctions, checkContent, withOwnData } from '@beckon/core/adapter';
import type { Running } from '../adapter.ts';

/** The applications that can be run here and at other endpoints. */
export function applicationsTable(use: (operation: string) => Running): ApplicationFunctions {
  return {
    register: async (registration, type) => {
      const { applications } = use('applications.register');
      checkContent.registration('applications.register', registration, type);
      return applications.register('applications.register', registration, type);
    },
    unregister: async (applicationId, type) => {
      const { applications } = use('applications.unregister');
      checkContent.guid('applications.unregister', 'applicationId', applicationId);
      checkContent.registrationType('applications.unregister', type);
      return applications.unregister('applications.unregister', applicationId, type);
    },
    registration: async (applicationId, type) => {
      const { applications } = use('applications.registration');
      checkContent.guid('applications.registration', 'applicationId', applicationId);
      checkContent.registrationType('applications.registration', type);
      return applications.registration('applications.registration', applicationId, type);
    },
    registrations: async (type) => {
      const { applications } = use('applications.registrations');
      checkContent.registrationType('applications.registrations', type);
      return applications.registrations(type);
    },
    own: async (applicationId) => {
      const { applications } = use('applications.own');
      checkFilter('applications.own', applicationId);
      return applications.applications(applicationId);
    },
    at: async (endpoint, applicationId) => {
      const { engine } = use('applications.at');
      engine.checkEndpoint('applications.at', endpoint);
      checkFilter('applications.at', applicationId);
      const seen = engine.directory.seenAt(endpoint.address);
      return [...(seen?.state.applications.values() ?? [])]
        .filter(({ id }) => applicationId === undefined || id === applicationId)
        .map(withOwnData);
    },
  };
}

function checkFilter(operation: string, applicationId: Guid | undefined): void {
  if (applicationId !== undefined) checkContent.guid(operation, 'applicationId', applicationId);
}
