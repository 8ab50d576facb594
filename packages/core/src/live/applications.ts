/**
 * The applications that peers and this side can run.
 *
 * @packageDocumentation
 */
import { firstValueFrom, mergeMap, type Observable } from 'rxjs';
import { checkEndpoint, checkGuid } from '../checks.ts';
import type { CollaborationAdapter } from '../contract/adapter.ts';
import type {
  Application,
  ApplicationRegistration,
  RegistrationType,
} from '../contract/applications.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { Guid } from '../contract/guid.ts';
import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import { Runtime, type RuntimeOptions } from '../runtime.ts';
import { asking } from './asking.ts';
import { endpointValue } from './endpoint-value.ts';
import { liveList } from './live-list.ts';
import { sameObjects } from './same-objects.ts';
import { tableOf } from '../table-of.ts';
import { watchedEndpoint } from './watched-endpoint.ts';

const keyOf = ({ id }: Application): string => id;

/**
 * The applications that can be run at `endpoint`: the whole list first, and again at each change. Empty while the
 * endpoint is not reached, or does not tell this side. An application that has not changed is the same object.
 *
 * Cold: each subscription keeps the endpoint's data current, and ends that on unsubscribe. Completes when the
 * adapter is closed. Errors with `NOT_SUPPORTED` when the adapter has no table `applications`, `endpointData` or
 * `events`, and with `NOT_INITIALIZED` when it is not open.
 *
 * @throws TypeError for an endpoint of the wrong form.
 */
export function applications(
  adapter: CollaborationAdapter,
  endpoint: Endpoint,
  options: RuntimeOptions = {},
): Observable<readonly Application[]> {
  const operation = 'applications';
  return endpointValue({
    operation,
    adapter,
    endpoint,
    changedBy: ['endpointApplicationChanged'],
    table: 'applications',
    read: (functions) => functions.at(endpoint),
    absent: [] as readonly Application[],
    options,
  }).pipe(sameObjects(keyOf));
}

/**
 * The applications that can be run here, as others see them: the whole list first, and again at each change.
 *
 * Cold, completes and errors as `peopleNearMe` does, for the tables `applications` and `events`.
 */
export function ownApplications(
  adapter: CollaborationAdapter,
  options: RuntimeOptions = {},
): Observable<readonly Application[]> {
  const operation = 'ownApplications';
  return liveList({
    operation,
    adapter,
    changedBy: ['myApplicationChanged'],
    table: 'applications',
    read: (functions) => functions.own(),
    keyOf,
    options,
  });
}

/**
 * Whether an application can be run at `endpoint`, to be asked before inviting. Rejects with `UNREACHABLE` when
 * nobody is there or tells this side, and otherwise as {@link applications} errors.
 *
 * Rejects with a TypeError for an endpoint or id of the wrong form.
 */
export async function canRun(
  adapter: CollaborationAdapter,
  endpoint: Endpoint,
  applicationId: Guid | string,
  options: RuntimeOptions = {},
): Promise<boolean> {
  const operation = 'canRun';
  checkEndpoint(operation, 'endpoint', endpoint);
  checkGuid(operation, 'applicationId', applicationId);
  const id = applicationId;
  const found$ = watchedEndpoint({
    operation,
    adapter,
    endpoint,
    changedBy: [],
    runtime: new Runtime(options),
  }).pipe(
    mergeMap((news) => {
      if (news.isAtHand) return tableOf(adapter, 'applications', operation).at(endpoint, id);
      throw new CollaborationError(
        news.error,
        `${operation}: what can be run at ${endpoint.address} is not known.`,
      );
    }),
  );
  try {
    return (await firstValueFrom(found$)).length > 0;
  } catch (error) {
    throw toCollaborationError(operation, error);
  }
}

/**
 * Registers an application for launch, for this user or for all. Rejects with `ALREADY_EXISTS`, and with
 * `LIMIT_REACHED` beyond 64 of one type.
 */
export function registerApplication(
  adapter: CollaborationAdapter,
  registration: ApplicationRegistration,
  type: RegistrationType,
): Promise<void> {
  return asking('registerApplication', (operation) =>
    tableOf(adapter, 'applications', operation).register(registration, type),
  );
}

/** Removes a registration. Rejects with `NOT_FOUND`. */
export function unregisterApplication(
  adapter: CollaborationAdapter,
  applicationId: Guid,
  type: RegistrationType,
): Promise<void> {
  return asking('unregisterApplication', (operation) =>
    tableOf(adapter, 'applications', operation).unregister(applicationId, type),
  );
}
