import type { ReactElement } from 'react';
import { duration, useNow } from '../clock.ts';

/** The time that is left to answer an invitation. */
export function RemainingTime({ until }: { readonly until: number }): ReactElement {
  const now = useNow();
  return (
    // A screen reader reads a timer when it is asked, and not each second.
    <span role="timer" aria-label="Time to answer" className="remaining-time">
      {now !== undefined && `${duration(until - now)} left`}
    </span>
  );
}
