import type * as Transitions from '../src/sender/invitation-transitions.ts';

const { INVITATION_TRANSITIONS: table } = jest.requireActual<typeof Transitions>(
  '../src/sender/invitation-transitions.ts',
);

/** The emissions of the latest transition, until a subscriber has heard one. */
let unheard: readonly string[] = [];

/** Every transition, by its phase and its input: `asking answered`. */
export const transitions: readonly string[] = Object.entries(table).flatMap(([phase, rows]) =>
  Object.keys(rows).map((input) => `${phase} ${input}`),
);

/** The transitions that have been taken. */
export const taken = new Set<string>();

/**
 * The table, which records each transition that is looked up. A test puts it in place of the real one.
 *
 * @public by `jest.requireActual`, which knip does not see.
 */
export const INVITATION_TRANSITIONS = Object.fromEntries(
  Object.entries(table).map(([phase, rows]) => [
    phase,
    new Proxy<Readonly<Record<string, Transitions.InvitationTransition>>>(rows, {
      get(target, input: string) {
        const transition = target[input];
        if (transition === undefined) return undefined;
        taken.add(`${phase} ${input}`);
        unheard = transition.emits ?? [];
        return transition;
      },
    }),
  ]),
);

/** A subscriber has heard a state, or `error`. Gives whether the transition emits that. */
export function hear(news: string): boolean {
  const isEmitted = unheard.includes(news);
  unheard = [];
  return isEmitted;
}
