import { useObservable } from '@beckon/react';
import { map, shareReplay, timer } from 'rxjs';

const now$ = timer(0, 500).pipe(
  map(() => Date.now()),
  shareReplay({ bufferSize: 1, refCount: true }),
);

/** The time, in milliseconds since 1970. The component renders again as it passes. `undefined` at first. */
export function useNow(): number | undefined {
  return useObservable(now$).value;
}

/** A time span for people: `4:05`, `12 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}
