import { isCollaborationError } from '@beckon/core';
import type { Page } from 'playwright-core';
import type { PeerReply, PeerRequest } from './lent-peer.ts';
import { PeerProcess } from './peer-process.ts';

/**
 * Lends a peer in a process to a page. One that the page kills is replaced for the next case. Resolves with what ends it.
 */
export async function lendPeer(page: Page): Promise<() => Promise<void>> {
  let peer: PeerProcess | undefined;
  const ask = async ({ method, args }: PeerRequest): Promise<unknown> => {
    if (method === 'kill') return peer?.kill();
    if (peer?.isRunning !== true) peer = await PeerProcess.spawn();
    return peer.call(method, ...(args as []));
  };
  await page.exposeFunction('askPeer', async (request: PeerRequest): Promise<PeerReply> => {
    try {
      return { result: await ask(request) };
    } catch (error) {
      const code = isCollaborationError(error) ? error.code : undefined;
      return { error: { code, message: String(error) } };
    }
  });
  return async () => peer?.kill();
}
