import * as v from 'valibot';
import { useStoredList } from '../stored.ts';

const RecentPerson = v.object({
  key: v.string(),
  name: v.string(),
  address: v.string(),
  at: v.number(),
});

/** Somebody with whom there was an invitation. */
export type RecentPerson = v.InferOutput<typeof RecentPerson>;

const KEPT = 8;

/** The people who were here last, the latest first; kept by this browser. */
export function useRecents(): readonly [
  readonly RecentPerson[],
  (person: Omit<RecentPerson, 'at'>) => void,
] {
  const [recents, change] = useStoredList('beckon recents', RecentPerson, KEPT);
  return [
    recents,
    (person) => {
      const latest = { ...person, at: Date.now() };
      change((before) => [latest, ...before.filter(({ key }) => key !== latest.key)]);
    },
  ];
}
