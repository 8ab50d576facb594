import type { ReactElement } from 'react';
import { duration, useNow } from '../clock.ts';

/** How long an invitation can still be answered. */
export function RemainingTime({ until }: { readonly until: number }): ReactElement {
  const now = useNow();
  return (
    // A timer, which a screen reader tells when it is asked and not each second.
    <span role="timer" aria-label="Time to answer" className="remaining-time">
      {now !== undefined && `${duration(until - now)} left`}
    </span>
  );
}
