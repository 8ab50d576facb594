import type {
  Application,
  ApplicationRegistration,
  CollaborationEvent,
  Guid,
  RegistrationType,
} from '@beckon/core';
import { ApplicationRegistry } from '@beckon/core/adapter';
import { type Observable, Subject } from 'rxjs';
import type { DocumentStore } from '../store/document-store.ts';
import { StoredDocument } from '../store/stored-document.ts';
import {
  APPLICATIONS_KEY,
  registrationToStore,
  type StoredRegistration,
  storedApplicationsFormat,
} from './stored-applications.ts';

const TYPES: readonly RegistrationType[] = ['currentUser', 'allUsers'];

/**
 * The applications that are registered here, in memory and in a store. A change is written as one document, and takes
 * effect when the store has it. Changes run one after another.
 */
export class ApplicationBook {
  readonly #document: StoredDocument<unknown>;
  readonly #events$ = new Subject<CollaborationEvent>();
  #registry = new ApplicationRegistry(() => undefined);

  constructor(store: DocumentStore) {
    this.#document = new StoredDocument<unknown>(store, APPLICATIONS_KEY, storedApplicationsFormat);
  }

  /** `myApplicationChanged` events, after each change. Never completes. */
  get events$(): Observable<CollaborationEvent> {
    return this.#events$;
  }

  /**
   * Reads the store, and replaces the registrations in memory.
   *
   * @throws CollaborationError `SERVICE_UNAVAILABLE` when the store cannot be read.
   */
  load(): Promise<void> {
    return this.#document.inTurn(async () => {
      const stored = (await this.#document.read()) as readonly StoredRegistration[] | undefined;
      this.#registry = registryOf('open', stored ?? [], () => undefined);
    });
  }

  /** Resolves when every change that has begun is done. */
  settled(): Promise<void> {
    return this.#document.settled();
  }

  /** @throws CollaborationError `ALREADY_EXISTS`, or `LIMIT_REACHED` beyond 64 of one type. */
  register(
    operation: string,
    registration: ApplicationRegistration,
    type: RegistrationType,
  ): Promise<void> {
    return this.#change(operation, (registry) => registry.register(operation, registration, type));
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  unregister(operation: string, applicationId: Guid, type: RegistrationType): Promise<void> {
    return this.#change(operation, (registry) =>
      registry.unregister(operation, applicationId, type),
    );
  }

  /** @throws CollaborationError `NOT_FOUND`. */
  registration(
    operation: string,
    applicationId: Guid,
    type: RegistrationType,
  ): ApplicationRegistration {
    return this.#registry.registration(operation, applicationId, type);
  }

  registrations(type: RegistrationType): readonly ApplicationRegistration[] {
    return this.#registry.registrations(type);
  }

  /** The applications that can be run here. */
  applications(applicationId?: Guid): readonly Application[] {
    return this.#registry.applications(applicationId);
  }

  /** Makes a change on a copy, stores the copy, and then uses it. */
  #change(operation: string, change: (registry: ApplicationRegistry) => void): Promise<void> {
    return this.#document.inTurn(async () => {
      const events: CollaborationEvent[] = [];
      const registry = registryOf(operation, stored(this.#registry), (event) => events.push(event));
      change(registry);
      await this.#document.write(operation, stored(registry).map(registrationToStore));
      this.#registry = registry;
      for (const event of events) this.#events$.next(event);
    });
  }
}

/** A registry that has the registrations already. */
function registryOf(
  operation: string,
  registrations: readonly StoredRegistration[],
  onChange: (event: CollaborationEvent) => void,
): ApplicationRegistry {
  let isFilled = false;
  const registry = new ApplicationRegistry((event) => {
    if (isFilled) onChange(event);
  });
  for (const { registration, type } of registrations) {
    registry.register(operation, registration, type);
  }
  isFilled = true;
  return registry;
}

function stored(registry: ApplicationRegistry): readonly StoredRegistration[] {
  return TYPES.flatMap((type) =>
    registry.registrations(type).map((registration) => ({ type, registration })),
  );
}
