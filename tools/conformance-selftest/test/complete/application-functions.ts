import {
  type ApplicationFunctions,
  type ApplicationRegistry,
  checkContent,
  type Lifecycle,
} from '@beckon/core/adapter';
import { checkPlace } from './check-place.ts';
import type { Running } from './running.ts';

export function applicationFunctions(
  adapter: Lifecycle<Running>,
  registry: ApplicationRegistry,
): ApplicationFunctions {
  return {
    async register(registration, type) {
      adapter.use('applications.register');
      checkContent.registration('applications.register', registration, type);
      registry.register('applications.register', registration, type);
    },
    async unregister(applicationId, type) {
      adapter.use('applications.unregister');
      checkContent.guid('applications.unregister', 'applicationId', applicationId);
      checkContent.registrationType('applications.unregister', type);
      registry.unregister('applications.unregister', applicationId, type);
    },
    async registration(applicationId, type) {
      adapter.use('applications.registration');
      checkContent.guid('applications.registration', 'applicationId', applicationId);
      checkContent.registrationType('applications.registration', type);
      return registry.registration('applications.registration', applicationId, type);
    },
    async registrations(type) {
      adapter.use('applications.registrations');
      checkContent.registrationType('applications.registrations', type);
      return registry.registrations(type);
    },
    async own(applicationId) {
      adapter.use('applications.own');
      if (applicationId !== undefined) {
        checkContent.guid('applications.own', 'applicationId', applicationId);
      }
      return registry.applications(applicationId);
    },
    async at(endpoint, applicationId) {
      adapter.use('applications.at');
      checkPlace('applications.at', endpoint);
      if (applicationId !== undefined) {
        checkContent.guid('applications.at', 'applicationId', applicationId);
      }
      return [];
    },
  };
}
