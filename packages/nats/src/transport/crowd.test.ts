import { VirtualTimeScheduler } from 'rxjs';
import { MemoryBroker } from '../../test/memory-broker.ts';
import { openTransport } from '../../test/two-transports.ts';

const SILENT = 300;
const AT_ONCE = 64;
const PATIENCE_MS = 100;

it('64 streams are opened at once; those to silent peers hold up a live one for a moment only', async () => {
  const broker = new MemoryBroker();
  const { platform } = broker;
  const scheduler = new VirtualTimeScheduler();
  const [ada, live, ...silent] = await Promise.all(
    Array.from({ length: 2 + SILENT }, () => openTransport({ platform, scheduler })),
  );
  const nameOf = (side: typeof ada): string => side!.transport.peerName;
  const silentNames = new Set(silent.map(nameOf));
  broker.tamper = (message) => (silentNames.has(message.to) ? [] : [message]);

  const attempts = silent.map((peer) => {
    const controller = new AbortController();
    const { signal } = controller;
    const end = ada!.dial(nameOf(peer), 'invitation', signal).catch(() => 'given up');
    return { controller, end };
  });
  const reached = ada!.dial(nameOf(live));
  await broker.settled();
  expect(broker.seen).toHaveLength(AT_ONCE);

  scheduler.maxFrames = PATIENCE_MS;
  scheduler.flush();
  await reached;
  expect(broker.seen.findIndex(({ to }) => to === nameOf(live))).toBe(AT_ONCE);

  for (const { controller } of attempts) controller.abort();
  expect(await Promise.all(attempts.map(({ end }) => end))).toEqual(silent.map(() => 'given up'));
  await Promise.all([ada, live, ...silent].map((side) => side!.transport.close()));
});
