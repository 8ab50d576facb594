import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runProgram } from './run-program.ts';

/** Tests when a process with an adapter runs on, and how it ends. */
export function describeProcesses(): void {
  void describe('processes', () => {
    void it('an open adapter without subscribers does not keep the process running', async () => {
      assertEnd(await runProgram('idle'), 0, ['open']);
    });

    void it('a subscriber keeps the process running until its answer has come', async () => {
      assertEnd(await runProgram('waits'), 0, ['sending', 'pending', 'accepted']);
    });

    void it('a process ends by itself when everything is unsubscribed', async () => {
      assertEnd(await runProgram('ends-by-itself'), 0, ['0']);
    });

    void it('process.exit() with 1000 pending invitations ends with its code', async () => {
      assertEnd(await runProgram('exits-pending'), 7, ['1000']);
    });

    void it('process.exit() while 1000 answers come in ends with its code', async () => {
      assertEnd(await runProgram('exits-signaled'), 7, []);
    });

    void it('a consumer that throws is an uncaught exception, and the others hear on', async () => {
      assertEnd(await runProgram('throws'), 0, ['consumer', 'accepted']);
    });

    void it('works in a worker thread, which ends by itself', async () => {
      assertEnd(await runProgram('in-a-worker'), 0, ['accepted', 'worker ended']);
    });

    void it('a worker can be terminated while it waits, and an answer after that harms nobody', async () => {
      const { violations, ...result } = await runProgram('terminates-a-worker');
      assertEnd({ ...result, violations: '' }, 7, ['worker ended']);
      // Nothing runs in a terminated worker. Its handles stay until the process ends.
      assert.match(violations, /^process \d+: left-over: 1 invitation handle\(s\) [^\n]*\s*$/);
    });

    void it('koffi ends a process that gets more callbacks from threads at once than it has slots', async () => {
      const { status, output } = await runProgram('crashes-koffi');
      assert.notEqual(
        status,
        0,
        'koffi has no such limit any more: the reason for MAX_KERNEL_EVENTS',
      );
      assert.ok(!output.includes('survived'));
    });
  });
}

function assertEnd(
  { status, output, errors, violations }: Awaited<ReturnType<typeof runProgram>>,
  expectedStatus: number,
  lines: readonly string[],
): void {
  assert.deepEqual(
    { status, lines: output.split(/\r?\n/).filter(Boolean), violations },
    { status: expectedStatus, lines, violations: '' },
    errors.slice(0, 2_000),
  );
}
