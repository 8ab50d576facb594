/** The times to answer that the form offers. */
export const EXPIRIES = [
  { label: '10 seconds', ms: 10_000 },
  { label: '1 minute', ms: 60_000 },
  { label: '5 minutes', ms: 300_000 },
  { label: '1 hour', ms: 3_600_000 },
] as const;

export const DEFAULT_EXPIRY_MS = 300_000;
