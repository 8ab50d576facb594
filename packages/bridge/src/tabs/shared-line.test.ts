import { BroadcastChannel } from 'node:worker_threads';
import { createGuid, type CollaborationAdapter } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { filter, firstValueFrom } from 'rxjs';
import { bridgeAdapter } from '../index.ts';
import type { BroadcastLine } from './broadcast-pipe.ts';
import { type LockManagerLike, sharedLine } from './shared-line.ts';

/** The locks of one browser. */
class Locks implements LockManagerLike {
  readonly #waiting = new Map<string, (() => void)[]>();

  async request(
    name: string,
    {
      ifAvailable = false,
      signal,
    }: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    use: (lock: unknown) => Promise<void> | undefined,
  ): Promise<void> {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) {
      if (ifAvailable) return use(null);
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        signal?.addEventListener('abort', () => {
          waiting.splice(waiting.indexOf(resolve), 1);
          reject(new Error('Aborted'));
        });
      });
    } else this.#waiting.set(name, []);
    try {
      await use({ name });
    } finally {
      const next = this.#waiting.get(name)?.shift();
      if (next === undefined) this.#waiting.delete(name);
      else next();
    }
  }
}

describe('a line that tabs share', () => {
  const lines: BroadcastLine[] = [];
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
  });

  /** The tabs of one browser. */
  function tabs() {
    const locks = new Locks();
    const made: CollaborationAdapter[] = [];
    const adapter = createMockNetwork().join({ name: 'ada' });
    const name = createGuid();
    const connect = sharedLine({
      name,
      locks,
      openLine: (lineName) => {
        const line = new BroadcastChannel(lineName) as unknown as BroadcastLine;
        lines.push(line);
        return line;
      },
      makeAdapter: () => {
        made.push(adapter);
        return adapter;
      },
      allow: ['invitations', 'identity'],
    });
    return { made, tab: () => bridgeAdapter(connect, { heartbeatMs: 1_000 }) };
  }

  it('one tab makes the adapter, and all use it', async () => {
    const { made, tab } = tabs();
    const [first, second] = [await tab(), await tab()];
    await first.open();
    await second.open();
    expect(made).toHaveLength(1);
    expect(await second.identity.contact()).toEqual(await first.identity.contact());
    await second.close();
    expect(await first.identity.contact()).toEqual({ peerName: 'ada' });
    await first.close();
  });

  it('when the tab with the adapter is closed, another one takes over', async () => {
    const { made, tab } = tabs();
    const [first, second] = [await tab(), await tab()];
    await first.open();
    await second.open();
    const lost = firstValueFrom(second.isConnected$.pipe(filter((isConnected) => !isConnected)));
    await first.close();
    await lost;
    await second.close();
    await second.open();
    expect(made).toHaveLength(2);
    expect(await second.identity.contact()).toEqual({ peerName: 'ada' });
    await second.close();
  });

  it('says what is missing', async () => {
    const connect = sharedLine({
      name: 'x',
      makeAdapter: () => ({}) as CollaborationAdapter,
      allow: [],
    });
    await expect(connect()).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(() =>
      sharedLine({ name: '', makeAdapter: () => ({}) as CollaborationAdapter, allow: [] }),
    ).toThrow(TypeError);
  });
});
