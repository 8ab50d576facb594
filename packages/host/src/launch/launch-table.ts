import type { AppLaunchInfo, CollaborationAdapter } from '@beckon/core';
import { type LaunchFunctions, type WithTables, withTables } from '@beckon/core/adapter';
import { checkOpen } from '../check-open.ts';
import { LAUNCH_FILE_VARIABLE, type LaunchedInvitation, takeLaunchFile } from './launch-file.ts';

/** The environment of a process: `process.env`. */
export type Environment = Record<string, string | undefined>;

/**
 * What launched this process, read once: the file is removed, and the variable too, so that programs that this
 * one starts do not look for it.
 *
 * Resolves with `undefined` in a process that no host has launched, and when the file has been read before.
 * Rejects when the file is not what a host writes.
 */
export async function takeLaunchedInvitation(
  environment: Environment = process.env,
): Promise<LaunchedInvitation | undefined> {
  const file = environment[LAUNCH_FILE_VARIABLE];
  if (file === undefined || file === '') return undefined;
  Reflect.deleteProperty(environment, LAUNCH_FILE_VARIABLE);
  return takeLaunchFile(file);
}

/**
 * The adapter with the table `launch` of a program that a host has launched: `launchInfo(adapter)` gives the
 * invitation. The file is read at the first call; all later calls give the same.
 */
export function withLaunchInfo<Adapter extends CollaborationAdapter>(
  adapter: Adapter,
  environment: Environment = process.env,
): WithTables<Adapter, { launch: LaunchFunctions }> {
  return withTables(adapter, { launch: launchTable(adapter, environment) });
}

/** The table `launch`, of a process that a host may have launched. */
export function launchTable(
  adapter: CollaborationAdapter,
  environment: Environment,
): LaunchFunctions {
  let taken: Promise<LaunchedInvitation | undefined> | undefined;
  return {
    launchInfo: async () => {
      checkOpen(adapter, 'launch.launchInfo');
      taken ??= takeLaunchedInvitation(environment);
      const launched = await taken;
      return launched && launchInfoOf(launched);
    },
  };
}

/** A copy for each caller. The sender is a contact only when the host knew who they are. */
function launchInfoOf({ contact, endpoint, invitation }: LaunchedInvitation): AppLaunchInfo {
  const { data } = invitation;
  return {
    endpoint: { ...endpoint },
    invitation: { ...invitation, ...(data === undefined ? {} : { data: new Uint8Array(data) }) },
    ...(contact === undefined ? {} : { contact: { ...contact } }),
  };
}
