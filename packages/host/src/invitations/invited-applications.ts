import { CollaborationError, type Guid, type ReceivedInvitation } from '@beckon/core';
import { catchError, map, type Observable, of, type SchedulerLike, throwError } from 'rxjs';
import type { ApplicationFiles } from '../applications/application-files.ts';
import { type LaunchInit, launchProgram } from '../launch/launch-program.ts';
import { type Activity, activitiesOf, type HostOptions } from '../options.ts';

/** What is started for an invitation that a person has accepted. */
export interface InvitedApplication {
  /** Absent when the application has none. */
  readonly description: string | undefined;
  /**
   * Starts it. Cold; emits once, when it runs, and completes. Errors with the reason when it does not start.
   * Unsubscribing before ends it.
   */
  start(invitation: ReceivedInvitation): Observable<StartedApplication>;
}

export interface StartedApplication {
  /** Absent for an activity of this process. */
  readonly program?: string;
  readonly pid?: number;
  /** The inviter's side has the acceptance. May reject. */
  begin(): Promise<void>;
  /** The acceptance does not stand. */
  end(): void;
}

/** The applications that one can be invited into here: activities of this process, then registered programs. */
export class InvitedApplications {
  readonly #files: ApplicationFiles;
  readonly #activities: ReadonlyMap<Guid, Activity>;
  readonly #environment: NonNullable<HostOptions['environment']>;
  readonly #scheduler: SchedulerLike;
  readonly #finding = new Map<Guid, Promise<InvitedApplication | undefined>>();

  constructor(files: ApplicationFiles, options: HostOptions, scheduler: SchedulerLike) {
    this.#files = files;
    this.#activities = activitiesOf(options);
    this.#environment = options.environment ?? process.env;
    this.#scheduler = scheduler;
  }

  /** Reads the registration anew. Invitations that come together share the reading. */
  find(applicationId: Guid): Promise<InvitedApplication | undefined> {
    const underWay = this.#finding.get(applicationId);
    if (underWay !== undefined) return underWay;
    const found = this.#find(applicationId).finally(() => this.#finding.delete(applicationId));
    this.#finding.set(applicationId, found);
    return found;
  }

  async #find(applicationId: Guid): Promise<InvitedApplication | undefined> {
    const activity = this.#activities.get(applicationId);
    if (activity !== undefined) return new InvitedActivity(activity);
    const registration = await this.#files.find('createHost.folders', applicationId);
    if (registration === undefined) return undefined;
    return new InvitedProgram({
      registration,
      environment: this.#environment,
      scheduler: this.#scheduler,
    });
  }
}

/** An activity of this process. */
class InvitedActivity implements InvitedApplication {
  readonly description: string;
  readonly #activity: Activity;

  constructor(activity: Activity) {
    this.description = activity.description;
    this.#activity = activity;
  }

  start({
    id,
    from,
    applicationId,
    message,
    data,
  }: ReceivedInvitation): Observable<StartedApplication> {
    return of({
      begin: async () => {
        await this.#activity.start({
          invitationId: id,
          endpoint: from.endpoint,
          ...(from.contact === undefined ? {} : { contact: from.contact }),
          invitation: {
            applicationId,
            ...(message === undefined ? {} : { message }),
            ...(data === undefined ? {} : { data }),
          },
        });
      },
      end: () => undefined,
    });
  }
}

/** A registered program. */
class InvitedProgram implements InvitedApplication {
  readonly #launch: Omit<LaunchInit, 'invitation'>;

  constructor(launch: Omit<LaunchInit, 'invitation'>) {
    this.#launch = launch;
  }

  get description(): string | undefined {
    return this.#launch.registration.application.description;
  }

  start(invitation: ReceivedInvitation): Observable<StartedApplication> {
    const { program } = this.#launch.registration;
    return launchProgram({ ...this.#launch, invitation }).pipe(
      map((launched) => ({ ...launched, begin: () => Promise.resolve() })),
      catchError((cause: unknown) => throwError(() => didNotStart(program, cause))),
    );
  }
}

function didNotStart(program: string, cause: unknown): CollaborationError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CollaborationError(
    'SERVICE_UNAVAILABLE',
    `createHost: ${program} did not start: ${message}`,
    { cause },
  );
}
