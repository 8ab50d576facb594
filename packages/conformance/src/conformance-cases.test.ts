import type { CollaborationAdapter, FunctionTable } from '@beckon/core';
import { FUNCTION_TABLES } from '@beckon/core/adapter';
import { casesAbout } from './conformance-case.ts';
import { conformanceCases, planConformance } from './conformance-cases.ts';
import type { ConformanceHarness, ConformanceSetup, ConformanceTraits } from './harness.ts';

const traits: ConformanceTraits = {
  carriesDeclineMessage: false,
  carriesExpiry: true,
  verifiesContacts: false,
  settlesCrossings: false,
  makesCards: false,
  signsInForIdentity: false,
  killsPeer: false,
  hasPeerAdapter: false,
  hasOtherPeer: false,
  seesPeerNearMe: false,
};

/** A harness with an adapter that does nothing. The log gets the calls of both. */
function loggingHarness(
  log: string[],
  tables: readonly FunctionTable[] = ['invitations'],
): ConformanceHarness {
  return {
    tables,
    traits,
    timeLimitMs: 20,
    setUp: () => {
      log.push('setUp');
      const adapter: Partial<CollaborationAdapter> = {
        open: async () => void log.push('open'),
        invitations: {} as CollaborationAdapter['invitations'],
      };
      const setup: Partial<ConformanceSetup> = {
        adapter: adapter as CollaborationAdapter,
        tearDown: async () => void log.push('tearDown'),
      };
      return Promise.resolve(setup as ConformanceSetup);
    },
  };
}

describe('a case', () => {
  const run = async (check: () => Promise<void>): Promise<{ log: string[]; error: unknown }> => {
    const log: string[] = [];
    const [only] = casesAbout('adapter', [
      {
        name: 'a rule',
        async check({ after }) {
          after(() => log.push('first'));
          after(() => log.push('second'));
          await check();
        },
      },
    ]);
    const error: unknown = await only?.run(loggingHarness(log)).catch((reason: unknown) => reason);
    return { log, error };
  };

  it('opens the adapter, runs its releases, the last first, and tears down', async () => {
    const { log, error } = await run(() => Promise.resolve());
    expect(log).toEqual(['setUp', 'open', 'second', 'first', 'tearDown']);
    expect(error).toBeUndefined();
  });

  it('runs its releases and tears down when its rule is broken, and rejects with that failure', async () => {
    const broken = new Error('broken');
    const { log, error } = await run(() => Promise.reject(broken));
    expect(log).toEqual(['setUp', 'open', 'second', 'first', 'tearDown']);
    expect(error).toBe(broken);
  });

  it('ends at its time limit when it waits for ever', async () => {
    const { log, error } = await run(() => new Promise(() => undefined));
    expect(log.at(-1)).toBe('tearDown');
    expect(error).toEqual(new Error('Not settled after 20 ms.'));
  });
});

describe('planConformance', () => {
  const titles = (harness: ConformanceHarness): string[] =>
    planConformance(harness).map(({ conformanceCase: { table, name } }) => `${table}: ${name}`);

  it('has every rule once', () => {
    const all = titles(loggingHarness([], FUNCTION_TABLES));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(conformanceCases().length + FUNCTION_TABLES.length);
  });

  it('leaves out the rules of absent tables, and asserts that these are absent', async () => {
    const log: string[] = [];
    const harness = loggingHarness(log);
    const planned = titles(harness);
    expect(planned).toContain('inbox: the adapter does not have the table');
    expect(planned.filter((title) => title.startsWith('inbox:'))).toHaveLength(1);
    for (const { conformanceCase } of planConformance(harness).slice(0, FUNCTION_TABLES.length)) {
      await conformanceCase.run(harness);
    }
  });

  it('catches a missing table, and a table that should be absent', async () => {
    for (const [tables, name] of [
      [['invitations', 'inbox'], 'the adapter has the table'],
      [[], 'the adapter does not have the table'],
    ] as const) {
      const harness = loggingHarness([], tables);
      const runs = planConformance(harness)
        .filter(({ conformanceCase }) => conformanceCase.name === name)
        .map(({ conformanceCase }) => conformanceCase.run(harness));
      expect(
        (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected'),
      ).toHaveLength(1);
    }
  });

  it('leaves out the rules that need a table besides their own', () => {
    const alone = titles(loggingHarness([], ['events']));
    const both = titles(loggingHarness([], ['events', 'presence']));
    const rule = 'events: setting the own presence gives an event';
    expect(alone).not.toContain(rule);
    expect(both).toContain(rule);
  });

  it('names the missing traits of each case that needs them', () => {
    const missing = planConformance(loggingHarness([])).filter((planned) => planned.missing.length);
    expect(missing.flatMap((planned) => planned.missing)).not.toContain('carriesExpiry');
    expect(missing.map(({ conformanceCase: { name } }) => name)).toContain(
      'a crash of the peer fails the pending invitations with UNREACHABLE',
    );
  });
});
