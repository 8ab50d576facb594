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
  /** The function table of the rule. `'adapter'`: the adapter as a whole. */
  readonly table: FunctionTable | 'adapter';
  /** Other tables that the case needs. It does not concern an adapter without them. */
  readonly with: readonly FunctionTable[];
  /** The traits that the harness must have. */
  readonly needs: readonly ConformanceTrait[];
  /** Sets up, checks the rule, tears down. Rejects when the adapter breaks the rule. */
  run(harness: ConformanceHarness): Promise<void>;
}

/**
 * The setup of a case. Every function given to `after` runs at the end of the case, the last first,
 * also after a failure.
 */
export interface CaseContext extends ConformanceSetup {
  readonly traits: ConformanceTraits;
  /** The lifetime of an invitation that a case lets expire, in milliseconds. */
  readonly expiryMs: number;
  readonly after: (release: () => unknown) => void;
}

/** A rule, before it is made a case of a table. */
export interface CaseRule {
  readonly name: string;
  readonly with?: readonly FunctionTable[];
  readonly needs?: readonly ConformanceTrait[];
  /** Whether the case begins with an adapter that is not open. Default: false. */
  readonly startsClosed?: boolean;
  check(context: CaseContext): Promise<void>;
}

/** Makes the rules about one table into cases. */
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
    // After a failure all other releases still run. Only the first failure is reported.
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
