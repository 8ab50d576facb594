import type {
  Application,
  ApplicationRegistration,
  RegistrationType,
} from '../domain/application.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Guid } from '../domain/guid.ts';

export interface ApplicationFunctions {
  /** Registers an application for launch (`PeerCollabRegisterApplication`). Rejects with `ALREADY_EXISTS`. */
  register(registration: ApplicationRegistration, type: RegistrationType): PromiseLike<void>;
  /** Removes a registration (`PeerCollabUnregisterApplication`). Rejects with `NOT_FOUND`. */
  unregister(applicationId: Guid, type: RegistrationType): PromiseLike<void>;
  /** One registration (`PeerCollabGetApplicationRegistrationInfo`). Rejects with `NOT_FOUND`. */
  registration(applicationId: Guid, type: RegistrationType): PromiseLike<ApplicationRegistration>;
  /** All registrations of one type (`PeerCollabEnumApplicationRegistrationInfo`). */
  registrations(type: RegistrationType): PromiseLike<readonly ApplicationRegistration[]>;
  /** What can be run at `endpoint`; without it at one's own (`PeerCollabEnumApplications`). */
  list(endpoint?: Endpoint, applicationId?: Guid): PromiseLike<readonly Application[]>;
}
