import type { AppLaunchInfo, Guid, ReceivedInvitation, Reception } from '@beckon/core';
import { checkObject } from '@beckon/core/adapter';
import { parseGuid } from '@beckon/core';
import type { SchedulerLike } from 'rxjs';
import type { ApplicationFolders } from './applications/application-folders.ts';
import type { Prompt } from './prompt/prompt.ts';

/** How {@link createHost} is made. */
export interface HostOptions {
  /**
   * Who asks the person. All of them show an invitation, and the first answer counts. Default: nobody; invitations
   * then wait in the adapter's inbox for somebody else, as a page at a bridge.
   */
  readonly prompts?: readonly Prompt[];
  /**
   * Which invitations another part of the program answers, as those of people who have a link: the host asks nobody
   * about them, and does not answer. Default: none.
   */
  readonly isForOthers?: (invitation: ReceivedInvitation) => boolean;
  /** About whose invitations a person is asked at all. Default: `'contacts'`. */
  readonly reception?: Reception;
  /**
   * What this process does itself, by application id, in place of a program: it needs no registration. Called when
   * the inviter's side has the acceptance.
   */
  readonly activities?: Readonly<Record<string, Activity>>;
  /** Where registrations are kept. Default: where the platform keeps settings. */
  readonly folders?: Partial<ApplicationFolders>;
  /** The environment of the programs that are launched. Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Runs every timer. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** An application that this process is itself. */
export interface Activity {
  /** For the person who is asked. */
  readonly description: string;
  /** May throw or reject: the host reports it. */
  readonly start: (launched: StartedActivity) => void | PromiseLike<void>;
}

export interface StartedActivity extends AppLaunchInfo {
  /** Names the invitation at the adapter: for its channel. */
  readonly invitationId: string;
}

/** @throws TypeError for an option of the wrong form. */
export function checkOptions({ prompts, activities, isForOthers }: HostOptions): void {
  if (isForOthers !== undefined && typeof isForOthers !== 'function') {
    throw new TypeError('createHost: isForOthers must be a function.');
  }
  if (
    prompts !== undefined &&
    !(Array.isArray(prompts) && prompts.every((prompt) => typeof prompt === 'function'))
  ) {
    throw new TypeError('createHost: prompts must be a list of functions.');
  }
  if (activities === undefined) return;
  checkObject('createHost', 'activities', activities);
  for (const [id, activity] of Object.entries(activities)) {
    parseGuid(id);
    checkObject('createHost', `activities.${id}`, activity);
    if (typeof activity.start !== 'function' || typeof activity.description !== 'string') {
      throw new TypeError(
        `createHost: activities.${id} must have a description and a function start.`,
      );
    }
  }
}

/** The activities by their id in canonical form. */
export function activitiesOf(options: HostOptions): ReadonlyMap<Guid, Activity> {
  return new Map(
    Object.entries(options.activities ?? {}).map(([id, activity]) => [parseGuid(id), activity]),
  );
}
