import type { Guid } from '@beckon/core';
import {
  type ApplicationFunctions,
  type ApplicationRegistry,
  checkContent,
  withOwnData,
} from '@beckon/core/adapter';
import { checkEndpoint } from '../network/address.ts';
import type { TableCalls } from '../replies/table-calls.ts';

export function applicationFunctions(
  table: TableCalls,
  registry: ApplicationRegistry,
): ApplicationFunctions {
  return {
    register: (registration, type) =>
      table.act('applications.register', () => {
        checkContent.registration('applications.register', registration, type);
        registry.register('applications.register', registration, type);
      }),
    unregister: (applicationId, type) =>
      table.act('applications.unregister', () => {
        checkContent.guid('applications.unregister', 'applicationId', applicationId);
        checkContent.registrationType('applications.unregister', type);
        registry.unregister('applications.unregister', applicationId, type);
      }),
    registration: (applicationId, type) =>
      table.act('applications.registration', () => {
        checkContent.guid('applications.registration', 'applicationId', applicationId);
        checkContent.registrationType('applications.registration', type);
        return registry.registration('applications.registration', applicationId, type);
      }),
    registrations: (type) =>
      table.act('applications.registrations', () => {
        checkContent.registrationType('applications.registrations', type);
        return registry.registrations(type);
      }),
    own: (applicationId) =>
      table.act('applications.own', () => {
        checkFilter('applications.own', applicationId);
        return registry.applications(applicationId);
      }),
    at: (endpoint, applicationId) =>
      table.act('applications.at', ({ directory }) => {
        checkEndpoint('applications.at', endpoint);
        checkFilter('applications.at', applicationId);
        const { applications = [] } = directory.watched.find(endpoint.address) ?? {};
        return applications
          .filter(({ id }) => applicationId === undefined || id === applicationId)
          .map(withOwnData);
      }),
  };
}

function checkFilter(operation: string, applicationId: Guid | undefined): void {
  if (applicationId !== undefined) checkContent.guid(operation, 'applicationId', applicationId);
}
