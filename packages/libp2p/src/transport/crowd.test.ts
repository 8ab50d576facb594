import { measureCrowd } from '../../bench/crowd.ts';

const LIVE = 100;
const SILENT = 600;
/** Dials that are under way at once. */
const AT_ONCE = 32;

it('a crowd is reached at its first invitations, and so is a live peer beside a silent crowd', async () => {
  const { reached, allMs, beginsMs, silentBefore, acceptedMs } = await measureCrowd(LIVE, SILENT);
  process.stdout.write(
    `${LIVE} first invitations at once: ${reached} accepted in ${allMs.toFixed(0)} ms; beside ${SILENT} silent peers ` +
      `a handshake begins after ${beginsMs.toFixed(0)} ms and ${silentBefore} of them, accepted after ${acceptedMs.toFixed(0)} ms\n`,
  );
  expect(reached).toBe(LIVE);
  expect(acceptedMs).toBeGreaterThan(0);
  // Those that were under way already, and those that began together with it.
  expect(silentBefore).toBeLessThanOrEqual(3 * AT_ONCE);
});
