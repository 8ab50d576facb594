import {
  type ApplicationRegistration,
  CollaborationError,
  type CollaborationAdapter,
  type RegistrationType,
} from '@beckon/core';
import { type ApplicationFunctions, checkContent } from '@beckon/core/adapter';
import type { AdapterApplications } from './adapter-applications.ts';
import type { ApplicationFiles } from './application-files.ts';
import { checkRegistration } from './registration-json.ts';

/** The table `applications` over the files of this machine. */
export function applicationsTable(
  adapter: CollaborationAdapter,
  files: ApplicationFiles,
  announced: AdapterApplications,
  checkOpen: (operation: string) => void,
): ApplicationFunctions {
  const registrationsOf = async (
    operation: string,
    type: RegistrationType,
  ): Promise<readonly ApplicationRegistration[]> =>
    (await files.list(operation, type)).registrations;
  return {
    register: async (registration, type) => {
      checkOpen('applications.register');
      checkRegistration('applications.register', registration, type);
      await files.add('applications.register', registration, type);
      await announced.update();
    },
    unregister: async (applicationId, type) => {
      checkOpen('applications.unregister');
      checkContent.guid('applications.unregister', 'applicationId', applicationId);
      checkContent.registrationType('applications.unregister', type);
      await files.remove('applications.unregister', applicationId, type);
      await announced.update();
    },
    registration: async (applicationId, type) => {
      checkOpen('applications.registration');
      checkContent.guid('applications.registration', 'applicationId', applicationId);
      checkContent.registrationType('applications.registration', type);
      return files.get('applications.registration', applicationId, type);
    },
    registrations: async (type) => {
      checkOpen('applications.registrations');
      checkContent.registrationType('applications.registrations', type);
      return registrationsOf('applications.registrations', type);
    },
    own: async (applicationId) => {
      checkOpen('applications.own');
      if (applicationId !== undefined) {
        checkContent.guid('applications.own', 'applicationId', applicationId);
      }
      const all = await announced.own('applications.own');
      return all.filter(({ id }) => applicationId === undefined || id === applicationId);
    },
    at: async (endpoint, applicationId) => {
      checkOpen('applications.at');
      if (adapter.applications !== undefined)
        return adapter.applications.at(endpoint, applicationId);
      throw new CollaborationError(
        'NOT_SUPPORTED',
        `applications.at: the ${adapter.name} adapter does not see the applications of others.`,
      );
    },
  };
}
