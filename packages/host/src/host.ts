import {
  type CollaborationAdapter,
  CollaborationError,
  incomingInvitations,
  type Reception,
} from '@beckon/core';
import {
  type ApplicationFunctions,
  type LaunchFunctions,
  type WithTables,
  withTables,
} from '@beckon/core/adapter';
import {
  asyncScheduler,
  catchError,
  defer,
  filter,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  of,
  type SchedulerLike,
  share,
  Subject,
  switchMap,
  throwError,
} from 'rxjs';
import { AdapterApplications } from './applications/adapter-applications.ts';
import { ApplicationFiles } from './applications/application-files.ts';
import { applicationsTable } from './applications/applications-table.ts';
import { checkOpen } from './check-open.ts';
import { faultOf, type HostEvent } from './host-event.ts';
import { HostReception } from './invitations/host-reception.ts';
import { InvitedApplications } from './invitations/invited-applications.ts';
import { receiveInvitation } from './invitations/receive-invitation.ts';
import { removeStaleLaunchFiles } from './launch/launch-file.ts';
import { launchTable } from './launch/launch-table.ts';
import { activitiesOf, checkOptions, type HostOptions } from './options.ts';
import { Fingerprints } from './prompt/fingerprints.ts';
import { PromptDesk } from './prompt/prompt-desk.ts';
import { whileOpen } from './while-open.ts';

/** The recipient's side of this machine. */
export interface Host<Adapter extends CollaborationAdapter = CollaborationAdapter> {
  /**
   * The adapter with the tables `applications`, over the registrations of this machine, and `launch`. It opens and
   * closes with the one that was given.
   */
  readonly adapter: WithTables<
    Adapter,
    { readonly applications: ApplicationFunctions; readonly launch: LaunchFunctions }
  >;

  /**
   * Receives invitations: asks a person about each, and launches its application when they accept.
   *
   * Cold. On subscribe it opens the adapter, and announces the registered applications. Emits what it does.
   * Completes when the adapter is closed by somebody else for the last time. Errors when the adapter cannot be
   * opened, has no inbox (`NOT_SUPPORTED`; on Windows the system is the host), or its inbox fails. On unsubscribe
   * prompts are taken away, programs that have been launched go on, and the adapter is closed; pending invitations
   * end then, as nobody is there any more. Subscribe once at a time.
   */
  readonly events$: Observable<HostEvent>;
}

/**
 * Makes a host on an adapter. Nothing happens before `events$` is subscribed.
 *
 * @param source - The adapter, or better a function that makes it with the reception of the host: then a refusal
 *   looks as if nobody were here. With an adapter that takes more than the host does, those whom the host refuses
 *   see a failure, and learn that somebody is here.
 * @throws TypeError for an option of the wrong form.
 * @example
 * ```ts
 * import { createHost, terminalPrompt } from '@beckon/host';
 * import { libp2pAdapter } from '@beckon/libp2p';
 *
 * const host = createHost((reception) => libp2pAdapter({ reception }), {
 *   prompts: [terminalPrompt()],
 *   reception: 'contacts',
 * });
 * host.events$.subscribe((event) => console.log(event.type));
 * ```
 */
export function createHost<Adapter extends CollaborationAdapter>(
  source: Adapter | ((reception: Reception) => Adapter),
  options: HostOptions = {},
): Host<Adapter> {
  checkOptions(options);
  return new MachineHost(source, options);
}

class MachineHost<Adapter extends CollaborationAdapter> implements Host<Adapter> {
  readonly adapter: Host<Adapter>['adapter'];
  readonly events$: Observable<HostEvent>;
  readonly #scheduler: SchedulerLike;
  readonly #isForOthers: NonNullable<HostOptions['isForOthers']>;
  readonly #files: ApplicationFiles;
  readonly #announced: AdapterApplications;
  readonly #invited: InvitedApplications;
  readonly #reception: HostReception;
  readonly #desk: PromptDesk;
  readonly #fingerprints = new Fingerprints();
  readonly #faults$ = new Subject<HostEvent>();

  constructor(source: Adapter | ((reception: Reception) => Adapter), options: HostOptions) {
    const { prompts = [], reception = 'contacts', scheduler = asyncScheduler } = options;
    this.#scheduler = scheduler;
    this.#isForOthers = options.isForOthers ?? (() => false);
    this.#files = new ApplicationFiles(options.folders);
    this.#invited = new InvitedApplications(this.#files, options, scheduler);
    this.#reception = new HostReception(
      reception,
      async (invitation) =>
        this.#isForOthers(invitation) ||
        (await this.#invited.find(invitation.applicationId)) !== undefined,
      scheduler,
    );
    this.#desk = new PromptDesk(prompts, (error) =>
      this.#faults$.next(faultOf('createHost.prompts', error)),
    );
    const adapter: Adapter =
      typeof source === 'function'
        ? source((invitation) => this.#reception.decide(invitation, adapter))
        : source;
    this.#announced = new AdapterApplications(
      adapter,
      this.#files,
      [...activitiesOf(options)].map(([id, { description }]) => ({ id, description })),
    );
    this.adapter = withTables(adapter, {
      applications: applicationsTable(adapter, this.#files, this.#announced, (operation) =>
        checkOpen(adapter, operation),
      ),
      launch: launchTable(adapter, process.env),
    });
    this.events$ = defer(() => this.#run(adapter)).pipe(share());
  }

  #run(adapter: CollaborationAdapter): Observable<HostEvent> {
    const { inbox } = adapter;
    if (inbox === undefined) {
      const message = `createHost: the ${adapter.name} adapter has no inbox. On Windows the system shows invitations itself.`;
      return throwError(() => new CollaborationError('NOT_SUPPORTED', message));
    }
    return whileOpen(
      adapter,
      merge(
        this.#faults$,
        this.#announcements(),
        defer(() => removeStaleLaunchFiles()).pipe(ignoreElements()),
        incomingInvitations(adapter, { scheduler: this.#scheduler }).pipe(
          filter((invitation) => !this.#isForOthers(invitation)),
          mergeMap((invitation) =>
            receiveInvitation(invitation, {
              adapter,
              inbox,
              reception: this.#reception,
              desk: this.#desk,
              applications: this.#invited,
              fingerprints: this.#fingerprints,
            }),
          ),
        ),
      ),
    );
  }

  /** Keeps what the adapter announces at what is registered. */
  #announcements(): Observable<HostEvent> {
    return this.#files.changes('createHost.folders').pipe(
      switchMap(async () => {
        await this.#announced.update();
        return (await this.#files.list('createHost.folders', 'currentUser')).problems;
      }),
      mergeMap((problems) => problems.map((error): HostEvent => ({ type: 'fault', error }))),
      catchError((error: unknown) => of(faultOf('createHost.folders', error))),
    );
  }
}
