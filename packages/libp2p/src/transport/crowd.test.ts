import { measureCrowd } from '../../bench/crowd.ts';

const LIVE = 100;
const SILENT = 300;

it('a crowd is reached at its first invitations, and one that lives beside a crowd that is silent', async () => {
  const { reached, allMs, beginsMs, acceptedMs } = await measureCrowd(LIVE, SILENT);
  process.stdout.write(
    `${LIVE} first invitations at once: ${reached} accepted in ${allMs.toFixed(0)} ms; beside ${SILENT} silent peers ` +
      `a handshake begins after ${beginsMs.toFixed(0)} ms, accepted after ${acceptedMs.toFixed(0)} ms\n`,
  );
  expect(reached).toBe(LIVE);
  expect(acceptedMs).toBeGreaterThan(0);
  // Far less than it would take to wait for the silent ones.
  expect(beginsMs).toBeLessThan(2_000);
}, 120_000);
