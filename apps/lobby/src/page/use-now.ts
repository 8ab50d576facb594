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
