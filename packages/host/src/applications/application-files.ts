import { randomBytes } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { link, mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  type ApplicationRegistration,
  CollaborationError,
  type Guid,
  LIMITS,
  type RegistrationType,
  toCollaborationError,
} from '@beckon/core';
import { limitReached } from '@beckon/core/adapter';
import { debounceTime, Observable } from 'rxjs';
import { checkFolder, makePrivateFolder } from '../files/private-folder.ts';
import { readCheckedFile } from '../files/read-checked-file.ts';
import { type ApplicationFolders, defaultApplicationFolders } from './application-folders.ts';
import {
  checkRegistration,
  registrationFromJson,
  registrationToJson,
} from './registration-json.ts';

/** Longest file of a registration: its data, and much room for the rest. */
const MAX_FILE_BYTES = 262_144;
const FILE_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/;
/** How long the folder must be quiet before a change is reported, in milliseconds. */
const QUIET_MS = 50;

/** What is in the files of one type. */
export interface ListedApplications {
  readonly registrations: readonly ApplicationRegistration[];
  /** Files that cannot be used, each with the reason. They are left out. */
  readonly problems: readonly CollaborationError[];
}

/**
 * The registrations on this machine: one file for each, so that several programs can register at the same time
 * and none undoes what another does. A file appears with its whole content, or not at all.
 */
export class ApplicationFiles {
  readonly #folders: ApplicationFolders;
  /** Ends with the registration that is under way. Never rejects. */
  #turn: Promise<void> = Promise.resolve();

  constructor(folders: Partial<ApplicationFolders> = {}) {
    this.#folders = { ...defaultApplicationFolders(), ...folders };
  }

  get folders(): ApplicationFolders {
    return this.#folders;
  }

  /**
   * Registers. Rejects with `INVALID_ARGUMENT`, `ALREADY_EXISTS`, `LIMIT_REACHED` beyond 64 of one type, and
   * `NOT_AUTHORIZED` when this user may not write there.
   */
  async add(
    operation: string,
    registration: ApplicationRegistration,
    type: RegistrationType,
  ): Promise<void> {
    checkRegistration(operation, registration, type);
    const added = this.#turn.then(() => this.#add(operation, registration, type));
    this.#turn = added.catch(() => undefined);
    return added;
  }

  /** Rejects with `NOT_FOUND`. */
  async remove(operation: string, id: Guid, type: RegistrationType): Promise<void> {
    await this.#inFolder(operation, type, async (folder) => {
      await rm(path.join(folder, `${id}.json`)).catch((error: unknown) => {
        throw isCode(error, 'ENOENT') ? notFound(operation, id, type) : error;
      });
    });
  }

  /** Rejects with `NOT_FOUND`, and with the reason when the file cannot be used. */
  async get(operation: string, id: Guid, type: RegistrationType): Promise<ApplicationRegistration> {
    return this.#inFolder(operation, type, async (folder) => {
      try {
        await checkFolder(operation, folder, type);
        return await this.#read(operation, folder, id, type);
      } catch (error) {
        throw isCode(error, 'ENOENT') ? notFound(operation, id, type) : error;
      }
    });
  }

  async list(operation: string, type: RegistrationType): Promise<ListedApplications> {
    return this.#inFolder(operation, type, async (folder) => {
      const registrations: ApplicationRegistration[] = [];
      const problems: CollaborationError[] = [];
      const ids = await this.#listIds(operation, folder, type);
      for (const id of ids.slice(0, LIMITS.registeredApplications)) {
        try {
          registrations.push(await this.#read(operation, folder, id, type));
        } catch (error) {
          if (!isCode(error, 'ENOENT')) problems.push(toCollaborationError(operation, error));
        }
      }
      return { registrations, problems };
    });
  }

  /** The registration that counts here: one of this user before one of all. */
  async find(operation: string, id: Guid): Promise<ApplicationRegistration | undefined> {
    for (const type of ['currentUser', 'allUsers'] as const) {
      try {
        return await this.get(operation, id, type);
      } catch (error) {
        if (!(error instanceof CollaborationError) || error.code !== 'NOT_FOUND') throw error;
      }
    }
    return undefined;
  }

  /**
   * Emits when registrations of this user may have changed, by this or another program. Cold; makes the folder,
   * and watches it while subscribed. Errors when the folder cannot be watched.
   */
  changes(operation: string): Observable<void> {
    return new Observable<void>((subscriber) => {
      let watcher: FSWatcher | undefined;
      this.#makeFolder(operation, 'currentUser').then(
        () => {
          if (subscriber.closed) return;
          watcher = watch(this.#folders.currentUser, () => subscriber.next());
          watcher.on('error', (error) => subscriber.error(toCollaborationError(operation, error)));
          subscriber.next();
        },
        (error: unknown) => subscriber.error(toCollaborationError(operation, error)),
      );
      return () => watcher?.close();
    }).pipe(debounceTime(QUIET_MS));
  }

  async #add(
    operation: string,
    registration: ApplicationRegistration,
    type: RegistrationType,
  ): Promise<void> {
    const { id } = registration.application;
    await this.#inFolder(operation, type, async (folder) => {
      await this.#makeFolder(operation, type);
      const ids = await idsIn(folder);
      if (ids.includes(id)) throw alreadyExists(operation, id, type);
      if (ids.length >= LIMITS.registeredApplications) throw tooMany(operation, type);
      const file = path.join(folder, `${id}.json`);
      const draft = path.join(folder, `.${id}.${randomBytes(8).toString('hex')}`);
      try {
        await writeNew(draft, registrationToJson(registration), type);
        // Unlike a rename, this fails when another program was faster.
        await link(draft, file).catch((error: unknown) => {
          throw isCode(error, 'EEXIST') ? alreadyExists(operation, id, type) : error;
        });
      } finally {
        await rm(draft, { force: true });
      }
      // Another program may have registered at the same time: then neither has the last place.
      if ((await idsIn(folder)).length > LIMITS.registeredApplications) {
        await rm(file, { force: true });
        throw tooMany(operation, type);
      }
    });
  }

  async #listIds(operation: string, folder: string, type: RegistrationType): Promise<Guid[]> {
    try {
      await checkFolder(operation, folder, type);
      return await idsIn(folder);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  async #read(
    operation: string,
    folder: string,
    id: Guid,
    type: RegistrationType,
  ): Promise<ApplicationRegistration> {
    const file = path.join(folder, `${id}.json`);
    const text = await readCheckedFile(operation, file, type, MAX_FILE_BYTES);
    try {
      const registration = registrationFromJson(operation, type, text);
      if (registration.application.id === id) return registration;
      throw new TypeError('it has the id of another application');
    } catch (cause) {
      throw new CollaborationError(
        'SERVICE_UNAVAILABLE',
        `${operation}: ${file} is no registration: ${(cause as Error).message}. Remove it, and register the application again.`,
        { cause },
      );
    }
  }

  async #makeFolder(operation: string, type: RegistrationType): Promise<void> {
    const folder = this.#folders[type];
    if (type === 'currentUser') return makePrivateFolder(operation, folder);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    return checkFolder(operation, folder, type);
  }

  async #inFolder<Result>(
    operation: string,
    type: RegistrationType,
    act: (folder: string) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await act(this.#folders[type]);
    } catch (error) {
      if (isCode(error, 'EACCES', 'EPERM', 'EROFS')) {
        const hint = type === 'allUsers' ? ' Only an administrator registers for all users.' : '';
        throw new CollaborationError(
          'NOT_AUTHORIZED',
          `${operation}: ${(error as Error).message}.${hint}`,
          { cause: error },
        );
      }
      throw toCollaborationError(operation, error);
    }
  }
}

async function idsIn(folder: string): Promise<Guid[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []).sort() as Guid[];
}

async function writeNew(file: string, text: string, type: RegistrationType): Promise<void> {
  // A registration of all users has to be read by all of them.
  const handle = await open(file, 'wx', type === 'currentUser' ? 0o600 : 0o644);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(String((error as Partial<NodeJS.ErrnoException> | undefined)?.code));
}

function alreadyExists(operation: string, id: Guid, type: RegistrationType): CollaborationError {
  return new CollaborationError(
    'ALREADY_EXISTS',
    `${operation}: the application ${id} is registered already (${type}). Unregister it first.`,
  );
}

function notFound(operation: string, id: Guid, type: RegistrationType): CollaborationError {
  return new CollaborationError(
    'NOT_FOUND',
    `${operation}: the application ${id} is not registered (${type}).`,
  );
}

function tooMany(operation: string, type: RegistrationType): CollaborationError {
  const what = `registered applications (${type})`;
  return limitReached(operation, LIMITS.registeredApplications, what, 'Unregister one.');
}
