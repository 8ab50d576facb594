import type { FunctionTable } from '@beckon/core';
import { firstValueFrom, from, throwError, timeout } from 'rxjs';
import {
  CASE_TIME_LIMIT_MS,
  type ConformanceHarness,
  type ConformanceSetup,
  type ConformanceTrait,
  type ConformanceTraits,
  EXPIRY_MS,
} from './harness.ts';

/** One rule of the contract, as a test that needs no test runner. */
export interface ConformanceCase {
  /** The rule, as a sentence. */
  readonly name: string;
  /** The function table that the rule is about; `'adapter'` for the adapter as a whole. */
  readonly table: FunctionTable | 'adapter';
  /** The other tables that it needs. It does not concern an adapter without them. */
  readonly with: readonly FunctionTable[];
  /** What it needs of the harness. */
  readonly needs: readonly ConformanceTrait[];
  /** Sets up, checks the rule, tears down. Rejects when the adapter breaks the rule. */
  run(harness: ConformanceHarness): Promise<void>;
}

/** What a case works with. Everything given to `after` is run at its end, last first, whatever happens. */
export interface CaseContext extends ConformanceSetup {
  readonly traits: ConformanceTraits;
  /** How long an invitation lives that is to expire, in milliseconds. */
  readonly expiryMs: number;
  readonly after: (release: () => unknown) => void;
}

/** A case before it is tied to a table. */
export interface CaseRule {
  readonly name: string;
  readonly with?: readonly FunctionTable[];
  readonly needs?: readonly ConformanceTrait[];
  /** Default: the adapter is opened before. */
  readonly startsClosed?: boolean;
  check(context: CaseContext): Promise<void>;
}

/** Makes cases of rules about one table. */
export function casesAbout(
  table: ConformanceCase['table'],
  rules: readonly CaseRule[],
): readonly ConformanceCase[] {
  return rules.map((rule) => ({
    name: rule.name,
    table,
    with: rule.with ?? [],
    needs: rule.needs ?? [],
    run: (harness) => runRule(rule, harness),
  }));
}

async function runRule(rule: CaseRule, harness: ConformanceHarness): Promise<void> {
  const limitMs = harness.timeLimitMs ?? CASE_TIME_LIMIT_MS;
  const setup = await harness.setUp();
  const releases: (() => unknown)[] = [];
  const releaseAll = async (): Promise<void> => {
    for (let next = releases.pop(); next !== undefined; next = releases.pop()) await next();
  };
  const context: CaseContext = {
    ...setup,
    traits: harness.traits,
    expiryMs: harness.expiryMs ?? EXPIRY_MS,
    after: (release) => void releases.push(release),
  };
  try {
    await withTimeLimit(limitMs, async () => {
      if (rule.startsClosed !== true) await setup.adapter.open();
      await rule.check(context);
      await releaseAll();
    });
  } finally {
    // After a failure the rest is still released, whatever else fails; the first failure is what counts.
    while (releases.length > 0) await withTimeLimit(limitMs, releaseAll).catch(() => undefined);
    await setup.tearDown();
  }
}

async function withTimeLimit(limitMs: number, work: () => Promise<void>): Promise<void> {
  await firstValueFrom(
    from(work()).pipe(
      timeout({
        each: limitMs,
        with: () => throwError(() => new Error(`Not settled after ${limitMs} ms.`)),
      }),
    ),
  );
}
