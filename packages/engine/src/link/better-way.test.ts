import { createGuid } from '@beckon/core';
import { asyncScheduler } from 'rxjs';
import { diallingTransport } from '../../test/dialling-transport.ts';
import { MemoryStream } from '../../test/memory-stream.ts';
import { openEngine } from '../../test/open-engine.ts';

/** Resolves when promises have settled, and what was to be written then is written. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A stream over a connection, which may be outdone by another. */
class Way extends MemoryStream {
  readonly connection = {};
  isBeaten = false;

  isOutdone(): boolean {
    return this.isBeaten;
  }

  get invitations(): number {
    return this.sent.filter(({ kind }) => kind === 'invite').length;
  }
}

describe('a link over a connection to which there is a better one', () => {
  /** An engine that reaches Bob over the first of the ways that is open. */
  async function setUp() {
    const [relayed, direct] = [new Way(), new Way()];
    const open = [relayed];
    const opened: Way[] = [];
    const engine = await openEngine({
      openTransport: async () =>
        diallingTransport(async () => {
          const [way] = open;
          if (way === undefined) throw new Error('Bob is nowhere.');
          return {
            peerName: 'bob',
            connection: way.connection,
            open: async () => {
              opened.push(way);
              return way;
            },
          };
        }, 'bob'),
      scheduler: asyncScheduler,
    });
    const invite = async () => {
      const outgoing = engine.invitations.invite(
        { address: 'bob', peerName: 'bob' },
        { applicationId: createGuid() },
      );
      await settled();
      return outgoing;
    };
    const pending = await invite();
    expect(relayed.invitations).toBe(1);
    return { engine, relayed, direct, open, opened, invite, pending };
  }

  it('is not used for what is new, and keeps what is open on it', async () => {
    const { engine, relayed, direct, open, invite, pending } = await setUp();
    relayed.isBeaten = true;
    open.unshift(direct);
    await invite();
    expect([relayed.invitations, direct.invitations]).toEqual([1, 1]);
    expect(relayed.isClosed).toBe(false);
    expect(await pending.response()).toBe('pending');
    await engine.close();
  });

  it('is used when the better one is gone', async () => {
    const { engine, relayed, opened, invite } = await setUp();
    relayed.isBeaten = true;
    await invite();
    expect(relayed.invitations).toBe(2);
    expect(opened).toEqual([relayed]);
    await engine.close();
  });
});
