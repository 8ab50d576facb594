import fc from 'fast-check';
import { RandomPlay, script, type Trace } from '../test/random-play.ts';

/** At least 2 000 plays; more with the environment variable BECKON_RUNS. */
const RUNS = Math.max(2_000, Number(process.env['BECKON_RUNS'] ?? 0));

/** The states that the recipient may report, by the end of the sender's Observable. */
const AGREEMENTS: Record<string, readonly string[]> = {
  accepted: ['accepted'],
  declined: ['declined'],
  // NOT_FOUND: the time was over before the invitation arrived.
  expired: ['expired', 'NOT_FOUND'],
  // A cancel can arrive when the time is over.
  cancelled: ['withdrawn', 'expired', 'NOT_FOUND'],
  unsubscribed: ['withdrawn', 'expired', 'NOT_FOUND'],
};

describe('two sides', () => {
  it('agree on every invitation, however it is sent, cancelled, answered, delayed or crossed', () => {
    fc.assert(
      fc.property(script, (lines) => {
        const play = new RandomPlay(lines);
        const timersLeft = play.finish();
        const disagreeing = play.traces.filter((trace) => !isAgreement(trace, play.traces));
        const { teardownErrors } = play;
        expect({ timersLeft, disagreeing, teardownErrors }).toEqual({
          timersLeft: 0,
          disagreeing: [],
          teardownErrors: [],
        });
      }),
      { numRuns: RUNS },
    );
  });
});

function isAgreement(trace: Trace, all: readonly Trace[]): boolean {
  const { sender, recipient, answer, isUndisturbed } = trace;
  if (!isUndisturbed) return sender !== 'never' && recipient !== 'never' && answer !== 'never';
  if (answer !== undefined && answer !== recipient && answer !== 'CLOSED') return false;
  if (AGREEMENTS[sender]?.includes(recipient) === true) return true;
  // A sender that unsubscribes while a crossing invitation decides is accepted together with that
  // one.
  return sender === 'unsubscribed' && recipient === 'accepted' && hasMutual(trace, all);
}

function hasMutual({ from, to, applicationId }: Trace, all: readonly Trace[]): boolean {
  return all.some(
    (other) =>
      other.from === to &&
      other.to === from &&
      other.applicationId === applicationId &&
      other.recipient === 'accepted',
  );
}
