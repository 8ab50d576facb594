import {
  type CollaborationAdapter,
  type FunctionTables,
  Lifecycle,
  reportUnhandled,
} from '@beckon/core/adapter';
import { startUp } from './availability.ts';
import { loadPeerLibrary, type PeerLibrary } from './ffi/library.ts';
import { succeeded } from './ffi/results.ts';
import { checkOptions, type NativeAdapterOptions } from './options.ts';
import { RunningAdapter } from './running-adapter.ts';
import { signIn } from './sign-in.ts';
import { applicationFunctions } from './tables/application-functions.ts';
import { collaborationEventFunctions } from './tables/collaboration-event-functions.ts';
import { contactFunctions } from './tables/contact-functions.ts';
import { endpointDataFunctions } from './tables/endpoint-data-functions.ts';
import { identityFunctions } from './tables/identity-functions.ts';
import { invitationFunctions } from './tables/invitation-functions.ts';
import { launchFunctions } from './tables/launch-functions.ts';
import { objectFunctions } from './tables/object-functions.ts';
import { callsOver } from './tables/operation-calls.ts';
import { peopleNearMeFunctions } from './tables/people-near-me-functions.ts';
import { presenceFunctions } from './tables/presence-functions.ts';
import { visibilityFunctions } from './tables/visibility-functions.ts';

/** The adapter over `P2P.dll`. It has every table but `inbox` and `channels`: Windows shows invitations itself, and the launched program brings its line. */
export type NativeAdapter = CollaborationAdapter & Omit<FunctionTables, 'inbox' | 'channels'>;

/**
 * Makes an adapter over the Peer Collaboration API of Windows.
 *
 * Nothing is loaded before `open()`. `open()` rejects with `NOT_SUPPORTED` on another system than
 * Windows, and with `SERVICE_UNAVAILABLE` where Windows no longer has the API, or denies it to this
 * process; the message says which, and what to do. {@link isNativeAvailable} asks without opening.
 *
 * The process stays alive while an event of the adapter has a subscriber, such as `invite()`.
 *
 * @throws TypeError when an option has the wrong form, or `options.library` is not an absolute path.
 */
export function nativeAdapter(options: NativeAdapterOptions = {}): NativeAdapter {
  checkOptions(options);
  return createNativeAdapter(options, () => loadPeerLibrary(options.library));
}

/** {@link nativeAdapter} over any library. */
export function createNativeAdapter(
  options: NativeAdapterOptions,
  load: () => Promise<PeerLibrary>,
): NativeAdapter {
  const lifecycle = nativeLifecycle(options, load);
  const callsOf = callsOver(lifecycle);
  return {
    name: 'native',
    open: () => lifecycle.open(),
    close: () => lifecycle.close(),
    createEvent: () => lifecycle.use('createEvent').events.create(),
    invitations: invitationFunctions(callsOf),
    identity: identityFunctions(callsOf),
    visibility: visibilityFunctions(callsOf),
    peopleNearMe: peopleNearMeFunctions(callsOf),
    contacts: contactFunctions(callsOf),
    presence: presenceFunctions(callsOf),
    applications: applicationFunctions(callsOf),
    objects: objectFunctions(callsOf),
    endpointData: endpointDataFunctions(callsOf),
    events: collaborationEventFunctions(callsOf),
    launch: launchFunctions(callsOf),
  };
}

function nativeLifecycle(
  { signIn: scope, onTeardownError = reportUnhandled }: NativeAdapterOptions,
  load: () => Promise<PeerLibrary>,
): Lifecycle<RunningAdapter> {
  // The process ends with the adapter open: Windows is told at once, and need not find out later.
  const atExit = () => {
    const running = lifecycle.abandon();
    running?.endAtExit();
    running?.library.peer.PeerCollabShutdown();
  };
  const lifecycle = new Lifecycle<RunningAdapter>({
    name: 'native',
    async start() {
      const library = await load();
      startUp(library);
      try {
        if (scope !== undefined) await signIn('open', library, scope);
        const running = new RunningAdapter(library, onTeardownError);
        process.on('exit', atExit);
        return running;
      } catch (error) {
        library.peer.PeerCollabShutdown();
        throw error;
      }
    },
    async stop(running) {
      process.off('exit', atExit);
      await running.end();
      succeeded('close: PeerCollabShutdown', running.library.peer.PeerCollabShutdown());
    },
  });
  return lifecycle;
}
