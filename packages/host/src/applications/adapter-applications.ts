import type { ApplicationRegistration, CollaborationAdapter, RegistrationType } from '@beckon/core';
import type { ApplicationFunctions } from '@beckon/core/adapter';
import type { ApplicationFiles } from './application-files.ts';
import { registrationToJson } from './registration-json.ts';

const OPERATION = 'applications.own';

/**
 * The registrations as the adapter knows them, which announces them to those who watch this side. An adapter
 * without the table announces nothing.
 */
export class AdapterApplications {
  readonly #adapter: CollaborationAdapter;
  readonly #files: ApplicationFiles;
  /** Ends with the update that is under way. Never rejects. */
  #turn: Promise<void> = Promise.resolve();

  constructor(adapter: CollaborationAdapter, files: ApplicationFiles) {
    this.#adapter = adapter;
    this.#files = files;
  }

  /** Brings the adapter to what is in the files. Updates run one after the other. */
  update(): Promise<void> {
    const updated = this.#turn.then(async () => {
      const { applications } = this.#adapter;
      if (applications === undefined) return;
      for (const type of ['currentUser', 'allUsers'] as const) {
        const { registrations } = await this.#files.list(OPERATION, type);
        await bringTo(applications, registrations, type);
      }
    });
    this.#turn = updated.catch(() => undefined);
    return updated;
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
