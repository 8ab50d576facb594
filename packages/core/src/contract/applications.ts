import type { Endpoint } from './endpoint.ts';
import type { Guid } from './guid.ts';
import type { Scope } from './visibility.ts';

/** An application that a peer can be invited into, as others see it. */
export interface Application {
  readonly id: Guid;
  /** At most 16 384 bytes; visible to every peer that may ask. */
  readonly data?: Uint8Array;
  /** At most 255 UTF-16 units. */
  readonly description?: string;
}

/** For whom an application is registered. `'allUsers'` needs an administrator on Windows. */
export type RegistrationType = 'currentUser' | 'allUsers';

/** How an application is launched when an invitation for it is accepted. */
export interface ApplicationRegistration {
  readonly application: Application;
  /** Local path of the program. Never sent to anyone. */
  readonly program: string;
  /** Its command line arguments. Never sent to anyone. */
  readonly arguments?: string;
  /** Windows allows `'internet'` only. */
  readonly publicationScope?: Scope;
}

/** Registrations are kept by the system, and outlive the process. None of the functions needs signing in. */
export interface ApplicationFunctions {
  /**
   * Registers an application for launch (`PeerCollabRegisterApplication`). Rejects with
   * `ALREADY_EXISTS`, and with `LIMIT_REACHED` beyond 64 of one type.
   */
  register(registration: ApplicationRegistration, type: RegistrationType): PromiseLike<void>;
  /** Removes a registration (`PeerCollabUnregisterApplication`). Rejects with `NOT_FOUND`. */
  unregister(applicationId: Guid, type: RegistrationType): PromiseLike<void>;
  /** One registration (`PeerCollabGetApplicationRegistrationInfo`). Rejects with `NOT_FOUND`. */
  registration(applicationId: Guid, type: RegistrationType): PromiseLike<ApplicationRegistration>;
  /** All registrations of one type (`PeerCollabEnumApplicationRegistrationInfo`). */
  registrations(type: RegistrationType): PromiseLike<readonly ApplicationRegistration[]>;
  /**
   * The applications that can be run here (`PeerCollabEnumApplications` with NULL). With an id, the
   * list has that application only, or is empty.
   */
  own(applicationId?: Guid): PromiseLike<readonly Application[]>;
  /**
   * The applications that can be run at `endpoint` (`PeerCollabEnumApplications`), as far as the data
   * of the endpoint is at hand: see `endpointData`.
   */
  at(endpoint: Endpoint, applicationId?: Guid): PromiseLike<readonly Application[]>;
}
