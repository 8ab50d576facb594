import type { TrialResult } from './trial.ts';

/** How much larger than before the victim may become. */
const MAX_GROWTH = 2.5;

/**
 * The victim has kept its memory, and all honest peers were served. How soon depends on what else the machine
 * does, and is printed only.
 */
export function expectUnharmed({
  peakBytes,
  baseBytes,
  connected,
  contacts,
  strangers,
}: TrialResult): void {
  expect(peakBytes / baseBytes).toBeLessThan(MAX_GROWTH);
  for (const attempts of [connected, contacts, strangers]) {
    expect(attempts.filter((attempt) => typeof attempt === 'string')).toEqual([]);
    expect(attempts.length).toBeGreaterThan(0);
  }
}
