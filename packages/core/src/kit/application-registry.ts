import type {
  Application,
  ApplicationRegistration,
  RegistrationType,
} from '../contract/applications.ts';
import type { ChangeType, CollaborationEvent } from '../contract/collaboration-events.ts';
import type { Guid } from '../contract/guid.ts';
import { LIMITS } from '../contract/limits.ts';
import { CollaborationError } from '../errors/collaboration-error.ts';
import { limitReached } from './operation.ts';

/** The applications that are registered for launch, for this user and for all. */
export class ApplicationRegistry {
  readonly #onChange: (event: CollaborationEvent) => void;
  readonly #registered: Readonly<Record<RegistrationType, Map<Guid, ApplicationRegistration>>> = {
    currentUser: new Map(),
    allUsers: new Map(),
  };

  /** @param onChange - Called with each `myApplicationChanged` event, after the change. */
  constructor(onChange: (event: CollaborationEvent) => void) {
    this.#onChange = onChange;
  }

  /**
   * Registers a copy. The caller checks `registration` with `checkContent.registration` first.
   *
   * @throws CollaborationError `ALREADY_EXISTS`, or `LIMIT_REACHED` beyond 64 of one type.
   */
  register(operation: string, registration: ApplicationRegistration, type: RegistrationType): void {
    const { id } = registration.application;
    const registered = this.#registered[type];
    if (registered.has(id)) {
      throw new CollaborationError(
        'ALREADY_EXISTS',
        `${operation}: the application ${id} is registered already (${type}). Unregister it first.`,
      );
    }
    if (registered.size >= LIMITS.registeredApplications) {
      const what = `registered applications (${type})`;
      throw limitReached(operation, LIMITS.registeredApplications, what, 'Unregister one.');
    }
    registered.set(id, copyOf(registration));
    this.#report('added', registration);
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  unregister(operation: string, applicationId: Guid, type: RegistrationType): void {
    const registration = this.registration(operation, applicationId, type);
    this.#registered[type].delete(applicationId);
    this.#report('deleted', registration);
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  registration(
    operation: string,
    applicationId: Guid,
    type: RegistrationType,
  ): ApplicationRegistration {
    const registration = this.#registered[type].get(applicationId);
    if (registration !== undefined) return copyOf(registration);
    throw new CollaborationError(
      'NOT_FOUND',
      `${operation}: the application ${applicationId} is not registered (${type}).`,
    );
  }

  registrations(type: RegistrationType): readonly ApplicationRegistration[] {
    return [...this.#registered[type].values()].map(copyOf);
  }

  /** The applications that can be run here. A registration of this user hides one of all users. */
  applications(applicationId?: Guid): readonly Application[] {
    const { allUsers, currentUser } = this.#registered;
    return [...new Map([...allUsers, ...currentUser]).values()]
      .map((registration) => copyOf(registration).application)
      .filter(({ id }) => applicationId === undefined || id === applicationId);
  }

  #report(change: ChangeType, registration: ApplicationRegistration): void {
    const { application } = copyOf(registration);
    this.#onChange({ type: 'myApplicationChanged', change, application });
  }
}

function copyOf(registration: ApplicationRegistration): ApplicationRegistration {
  const { application } = registration;
  const { data } = application;
  if (data === undefined) return { ...registration, application: { ...application } };
  return { ...registration, application: { ...application, data: Uint8Array.from(data) } };
}
