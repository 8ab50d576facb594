import {
  type Application,
  type ApplicationRegistration,
  type CollaborationAdapter,
  LIMITS,
  type RegistrationType,
} from '@beckon/core';
import type { ApplicationFunctions } from '@beckon/core/adapter';
import type { ApplicationFiles } from './application-files.ts';
import { registrationToJson } from './registration-json.ts';

const OPERATION = 'applications.own';

/**
 * What can be run here as the adapter knows it, which announces it to those who watch this side: the registrations,
 * and what this process does itself. An adapter without the table announces nothing.
 */
export class AdapterApplications {
  readonly #adapter: CollaborationAdapter;
  readonly #files: ApplicationFiles;
  readonly #activities: readonly Application[];
  /** Ends with the update that is under way. Never rejects. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    adapter: CollaborationAdapter,
    files: ApplicationFiles,
    activities: readonly Application[],
  ) {
    this.#adapter = adapter;
    this.#files = files;
    this.#activities = activities;
  }

  /** What can be run here. An activity hides a registration of its id, and one of this user one of all users. */
  async own(operation: string): Promise<readonly Application[]> {
    const { registrations: all } = await this.#files.list(operation, 'allUsers');
    const { registrations: own } = await this.#files.list(operation, 'currentUser');
    const registered = [...all, ...own].map(({ application }) => application);
    return [
      ...new Map(
        [...registered, ...this.#activities].map((application) => [application.id, application]),
      ).values(),
    ];
  }

  /** Brings the adapter to what is in the files. Updates run one after the other. */
  update(): Promise<void> {
    const updated = this.#turn.then(async () => {
      const { applications } = this.#adapter;
      if (applications === undefined) return;
      for (const type of ['currentUser', 'allUsers'] as const) {
        const { registrations } = await this.#files.list(OPERATION, type);
        const announced =
          type === 'currentUser' ? this.#withActivities(registrations) : registrations;
        await bringTo(applications, announced, type);
      }
    });
    this.#turn = updated.catch(() => undefined);
    return updated;
  }

  /** As many as there may be of one type. */
  #withActivities(
    registrations: readonly ApplicationRegistration[],
  ): readonly ApplicationRegistration[] {
    const ids = new Set(this.#activities.map(({ id }) => id));
    const others = registrations.filter(({ application }) => !ids.has(application.id));
    const own = this.#activities.map((application) => ({ application, program: process.execPath }));
    return [...own, ...others].slice(0, LIMITS.registeredApplications);
  }
}

async function bringTo(
  applications: ApplicationFunctions,
  wanted: readonly ApplicationRegistration[],
  type: RegistrationType,
): Promise<void> {
  const missing = new Map(
    wanted.map((registration) => [registrationToJson(registration), registration]),
  );
  for (const known of await applications.registrations(type)) {
    const isWanted = missing.delete(registrationToJson(known));
    if (!isWanted) await applications.unregister(known.application.id, type);
  }
  for (const registration of missing.values()) await applications.register(registration, type);
}
