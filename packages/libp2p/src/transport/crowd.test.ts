import { measureCrowd } from '../../bench/crowd.ts';

const LIVE = 100;
const SILENT = 300;

it('a crowd is reached at its first invitations, and so is a live peer beside a silent crowd', async () => {
  const { reached, allMs, beginsMs, acceptedMs } = await measureCrowd(LIVE, SILENT);
  process.stdout.write(
    `${LIVE} first invitations at once: ${reached} accepted in ${allMs.toFixed(0)} ms; beside ${SILENT} silent peers ` +
      `a handshake begins after ${beginsMs.toFixed(0)} ms, accepted after ${acceptedMs.toFixed(0)} ms\n`,
  );
  expect(reached).toBe(LIVE);
  expect(acceptedMs).toBeGreaterThan(0);
  // Far less than waiting for the silent peers would take.
  expect(beginsMs).toBeLessThan(2_000);
}, 120_000);
