import { win32 } from 'node:path';
import {
  type ApplicationFunctions,
  CollaborationError,
  type CollaborationAdapter,
  type ContactFunctions,
  type EndpointDataFunctions,
  type EventFunctions,
  type EventHandle,
  type InvitationFunctions,
  type LaunchFunctions,
  type ObjectFunctions,
  type PeopleNearMeFunctions,
  type PresenceFunctions,
  type Scope,
  type SessionFunctions,
  toCollaborationError,
} from '@beckon/core';
import { throwError } from 'rxjs';
import { startUp } from './availability.ts';
import { loadPeerLibrary, type PeerLibrary } from './ffi/library.ts';
import { succeeded } from './ffi/results.ts';
import { NativeSession, type TeardownErrorHandler } from './native-session.ts';
import { applicationFunctions } from './tables/application-functions.ts';
import { contactFunctions } from './tables/contact-functions.ts';
import { endpointDataFunctions } from './tables/endpoint-data-functions.ts';
import { eventFunctions } from './tables/event-functions.ts';
import { invitationFunctions } from './tables/invitation-functions.ts';
import { launchFunctions } from './tables/launch-functions.ts';
import { objectFunctions } from './tables/object-functions.ts';
import { peopleNearMeFunctions } from './tables/people-near-me-functions.ts';
import { presenceFunctions } from './tables/presence-functions.ts';
import { sessionFunctions, signIn } from './tables/session-functions.ts';

export interface NativeAdapterOptions {
  /** Absolute path of the `P2P.dll` to load. Default: the one in the system folder, and no other. */
  readonly library?: string;
  /**
   * Where to sign in when the adapter is opened; may show a dialog of the system. Default: nowhere.
   * Closing does not sign out: on Windows that would concern every application of the user.
   */
  readonly signIn?: Exclude<Scope, 'none'>;
  /**
   * Hears of what could not be released. Default: reported the way RxJS reports an error that nobody
   * handles (`config.onUnhandledError`, else thrown on a later task).
   */
  readonly onTeardownError?: (error: CollaborationError) => void;
}

/** The adapter over `P2P.dll`. It has every table but `inbox` and `identity`: Windows shows invitations itself. */
export interface NativeAdapter extends CollaborationAdapter {
  readonly session: SessionFunctions;
  readonly peopleNearMe: PeopleNearMeFunctions;
  readonly contacts: ContactFunctions;
  readonly presence: PresenceFunctions;
  readonly applications: ApplicationFunctions;
  readonly objects: ObjectFunctions;
  readonly endpointData: EndpointDataFunctions;
  readonly events: EventFunctions;
  readonly launch: LaunchFunctions;
}

/**
 * Makes an adapter over the Peer Collaboration API of Windows.
 *
 * Nothing is loaded before `open()`. That rejects with `NOT_SUPPORTED` where there is no such API
 * (not Windows), and with `SERVICE_UNAVAILABLE` where Windows has it no more, or not for this
 * process; the message says which, and what to do. {@link isNativeAvailable} asks without opening.
 *
 * While somebody is subscribed to an event of the adapter, as `invite()` is, the process stays alive.
 *
 * @throws TypeError when `options.library` is not an absolute path.
 */
export function nativeAdapter(options: NativeAdapterOptions = {}): NativeAdapter {
  checkLibraryPath(options.library);
  return createNativeAdapter(options, () => loadPeerLibrary(options.library));
}

/** @throws TypeError when `path` is given and not absolute: where a relative one leads, others may decide. */
export function checkLibraryPath(path: string | undefined): void {
  if (path === undefined || win32.isAbsolute(path)) return;
  throw new TypeError(`nativeAdapter: library must be an absolute path, not ${path}.`);
}

/** {@link nativeAdapter} over any library. */
export function createNativeAdapter(
  options: NativeAdapterOptions,
  load: () => Promise<PeerLibrary>,
): NativeAdapter {
  return new KoffiAdapter(options, load);
}

class KoffiAdapter implements NativeAdapter {
  readonly name = 'native';
  readonly invitations: InvitationFunctions;
  readonly session: SessionFunctions;
  readonly peopleNearMe: PeopleNearMeFunctions;
  readonly contacts: ContactFunctions;
  readonly presence: PresenceFunctions;
  readonly applications: ApplicationFunctions;
  readonly objects: ObjectFunctions;
  readonly endpointData: EndpointDataFunctions;
  readonly events: EventFunctions;
  readonly launch: LaunchFunctions;

  readonly #signInScope: Exclude<Scope, 'none'> | undefined;
  readonly #load: () => Promise<PeerLibrary>;
  readonly #onTeardownError: TeardownErrorHandler;
  #library: Promise<PeerLibrary> | undefined;
  #session: NativeSession | undefined;
  #openCount = 0;

  // A process that ends with the adapter open: what Windows would find out later is told now.
  readonly #atExit = () => {
    const session = this.#session;
    this.#session = undefined;
    session?.endAtExit();
    for (; this.#openCount > 0; this.#openCount--) session?.library.peer.PeerCollabShutdown();
  };

  constructor(options: NativeAdapterOptions, load: () => Promise<PeerLibrary>) {
    this.#signInScope = options.signIn;
    this.#load = load;
    const report = options.onTeardownError ?? reportUnhandled;
    this.#onTeardownError = (operation, error) => report(toCollaborationError(operation, error));
    const current = (operation: string) => this.#current(operation);
    this.invitations = invitationFunctions(current);
    this.session = sessionFunctions(current);
    this.peopleNearMe = peopleNearMeFunctions(current);
    this.contacts = contactFunctions(current);
    this.presence = presenceFunctions(current);
    this.applications = applicationFunctions(current);
    this.objects = objectFunctions(current);
    this.endpointData = endpointDataFunctions(current);
    this.events = eventFunctions(current);
    this.launch = launchFunctions(current);
  }

  async open(): Promise<void> {
    const library = await this.#loaded();
    startUp(library);
    try {
      if (this.#signInScope !== undefined) await signIn(library, this.#signInScope);
      this.#session ??= new NativeSession(library, this.#onTeardownError);
    } catch (error) {
      library.peer.PeerCollabShutdown();
      throw error;
    }
    this.#openCount += 1;
    if (this.#openCount === 1) process.on('exit', this.#atExit);
  }

  async close(): Promise<void> {
    const session = this.#current('close');
    this.#openCount -= 1;
    if (this.#openCount === 0) {
      // From here on the adapter is not open, though ending takes a moment.
      this.#session = undefined;
      process.off('exit', this.#atExit);
      await session.end();
    }
    succeeded('PeerCollabShutdown', session.library.peer.PeerCollabShutdown());
  }

  createEvent(): EventHandle {
    return this.#current('createEvent').createEvent();
  }

  /** Loads once; what failed is tried anew by the next call. */
  #loaded(): Promise<PeerLibrary> {
    this.#library ??= this.#load().catch((error: unknown) => {
      this.#library = undefined;
      throw error;
    });
    return this.#library;
  }

  #current(operation: string): NativeSession {
    if (this.#session !== undefined) return this.#session;
    throw new CollaborationError(
      'NOT_INITIALIZED',
      `${operation}: the native adapter is not open. Call open() first.`,
    );
  }
}

// RxJS reports an error that reaches a subscriber without an error handler; it exports no other way in.
function reportUnhandled(error: CollaborationError): void {
  throwError(() => error).subscribe();
}
