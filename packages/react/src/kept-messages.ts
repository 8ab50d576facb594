/** How many of the last messages are kept, and how many bytes they have together. */
const KEPT_MESSAGES = 1_000;
const KEPT_BYTES = 16 * 1_024 * 1_024;

export interface Kept {
  readonly message: unknown;
  /** On the wire. */
  readonly bytes: number;
}

/** The messages that are kept when one more has come: that one always. */
export function withLatest(kept: readonly Kept[], latest: Kept): readonly Kept[] {
  const all = [...kept, latest].slice(-KEPT_MESSAGES);
  let bytes = 0;
  const tooMany = all.findLastIndex((each) => (bytes += each.bytes) > KEPT_BYTES);
  return all.slice(Math.min(tooMany + 1, all.length - 1));
}
