import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Guid } from '@beckon/core';
import { ApplicationFiles, commandLineOf, createHost } from '@beckon/host';
import { libp2pAdapter } from '@beckon/libp2p';
import { map, merge, mergeMap, Observable, timer } from 'rxjs';
import type { HostCue, Report } from './messages.ts';

/** Time that a person thinks before they accept, in milliseconds. */
const THINKING_MS = 600;

/** A host whose person accepts each invitation after a moment. */
export function demoHost(folder: string) {
  const folders = { currentUser: path.join(folder, 'applications') };
  const files = new ApplicationFiles(folders);
  const host = createHost((reception) => libp2pAdapter({ name: 'Bob', reception }), {
    reception: 'anyone',
    folders,
    prompts: [() => timer(THINKING_MS).pipe(map(() => ({ action: 'accept' }) as const))],
  });
  const events$ = host.events$.pipe(
    mergeMap((event): readonly Report[] => {
      switch (event.type) {
        case 'arrived': {
          const { from, message } = event.invitation;
          return [
            {
              type: 'received',
              from: from.contact?.peerName ?? from.endpoint.address,
              isVerified: from.isVerified,
              ...(message === undefined ? {} : { message }),
            },
          ];
        }
        case 'launched':
          return [{ type: 'launched', pid: event.pid ?? 0 }];
        case 'launchFailed':
          return [{ type: 'launchFailed', message: event.error.message }];
        case 'ended':
        case 'fault':
          return [];
      }
    }),
  );

  /** Registers a program in place of the one before. */
  async function register({ applicationId, program, args }: HostCue): Promise<Report> {
    const id = applicationId as Guid;
    await files.remove('demo', id, 'currentUser').catch(() => undefined);
    const application = { id, description: 'Whiteboard' };
    await files.add(
      'demo',
      { application, program, arguments: commandLineOf(args) },
      'currentUser',
    );
    return { type: 'registered', program };
  }

  return { adapter: host.adapter, reports$: merge(events$, printed(folder)), register };
}

/** What the launched program prints. */
function printed(folder: string): Observable<Report> {
  return new Observable((subscriber) => {
    const watcher = watch(folder, (_change, name) => {
      if (name !== 'printed') return;
      readFile(path.join(folder, name), 'utf8').then(
        (text) => subscriber.next({ type: 'printed', lines: text.split('\n') }),
        (error: unknown) => subscriber.error(error),
      );
    });
    return () => watcher.close();
  });
}
