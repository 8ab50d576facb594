import type { FunctionTable } from '@beckon/core';
import { firstValueFrom, from, throwError, timeout } from 'rxjs';
import {
  CASE_TIME_LIMIT_MS,
  type ConformanceAbility,
  type ConformanceHarness,
  type ConformanceSetup,
  EXPIRY_MS,
} from './harness.ts';

/** One rule of the contract, as a test that needs no test runner. */
export interface ConformanceCase {
  /** The rule, as a sentence. */
  readonly name: string;
  /** The function table that the rule is about; `'adapter'` for the adapter as a whole. */
  readonly table: FunctionTable | 'adapter';
  /** What the harness must be able to do for it. */
  readonly needs: readonly ConformanceAbility[];
  /** Sets up, checks the rule, tears down. Rejects when the adapter breaks the rule. */
  run(harness: ConformanceHarness): Promise<void>;
}

/** What a case works with. Everything given to `after` is run at its end, last first, whatever happens. */
export interface CaseContext extends ConformanceSetup {
  /** How long an invitation lives that is to expire, in milliseconds. */
  readonly expiryMs: number;
  readonly after: (release: () => unknown) => void;
}

/** A case before it is tied to a table. */
export interface CaseRule {
  readonly name: string;
  readonly needs?: readonly ConformanceAbility[];
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
    needs: rule.needs ?? [],
    run: (harness) => runRule(rule, harness),
  }));
}

async function runRule(rule: CaseRule, harness: ConformanceHarness): Promise<void> {
  const releases: (() => unknown)[] = [];
  const setup = await harness.setUp();
  try {
    if (rule.startsClosed !== true) await setup.adapter.open();
    await withTimeLimit(
      rule.check({
        ...setup,
        expiryMs: harness.expiryMs ?? EXPIRY_MS,
        after: (release) => void releases.push(release),
      }),
      harness.timeLimitMs ?? CASE_TIME_LIMIT_MS,
    );
    for (const release of releases.splice(0).reverse()) await release();
  } finally {
    // After a failure the rest is still released; the failure is what counts.
    for (const release of releases.reverse())
      await Promise.resolve(release()).catch(() => undefined);
    await setup.tearDown();
  }
}

async function withTimeLimit(work: Promise<void>, limitMs: number): Promise<void> {
  await firstValueFrom(
    from(work).pipe(
      timeout({
        each: limitMs,
        with: () => throwError(() => new Error(`Not settled after ${limitMs} ms.`)),
      }),
    ),
  );
}
