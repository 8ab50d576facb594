import { CollaborationError } from '@beckon/core';
import type { HandleDescription } from '../protocol/messages.ts';
import type { HostedAdapter } from './hosted-adapter.ts';

type HandleFunction = (...args: readonly unknown[]) => Promise<unknown>;

/** A handle that the host holds under the number `id`. */
export function remoteHandle(
  hosted: HostedAdapter,
  id: number,
  { name: handle, functions }: HandleDescription,
): Readonly<Record<string, HandleFunction>> {
  let isClosed = false;
  return Object.fromEntries(
    Object.entries(functions).map(([name, kind]): [string, HandleFunction] => [
      name,
      async (...args) => {
        const operation = `${handle}.${name}`;
        if (isClosed) throw new CollaborationError('CLOSED', `${operation}: it is closed already.`);
        if (kind === 'ask') return hosted.call(operation, id, name, args);
        isClosed = name === 'close';
        return hosted.release(operation, id, name, args);
      },
    ]),
  );
}
