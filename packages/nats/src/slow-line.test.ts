import { fillLine, SLOW_BYTES_PER_SECOND, WHOLE } from 'test-support/full-line';
import { SlowLine } from 'test-support/slow-line';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';
import { endpointOf } from '../test/sides.ts';
import { type NatsAdapter, natsAdapter } from './index.ts';

describeWithServer('behind a line to the broker that a channel fills,', () => {
  let server: NatsServer;
  let line: SlowLine;
  let slow: NatsAdapter;
  let fast: NatsAdapter;

  beforeEach(async () => {
    server = await NatsServer.start();
    line = await SlowLine.open(Number(new URL(server.url).port), SLOW_BYTES_PER_SECOND);
    slow = natsAdapter({ servers: `nats://127.0.0.1:${line.port}` });
    fast = natsAdapter({ servers: server.url });
    await Promise.all([slow.open(), fast.open()]);
  });
  afterEach(async () => {
    await Promise.all([slow.close(), fast.close()]);
    line.close();
    await server.stop();
  });

  it.each([
    ['sender', (): [NatsAdapter, NatsAdapter] => [slow, fast]],
    ['recipient', (): [NatsAdapter, NatsAdapter] => [fast, slow]],
  ])(
    'the %s and the other side live, and nothing is lost',
    async (who, sides) => {
      const [sender, recipient] = sides();
      const { waitedMs, ...outcome } = await fillLine(
        sender,
        recipient,
        await endpointOf(recipient),
      );
      const waits = waitedMs.map((ms) => ms.toFixed(0)).join(' and ');
      process.stdout.write(`behind a full line of the ${who}: ${waits} ms\n`);
      expect(outcome).toEqual(WHOLE);
      for (const { counters } of [slow, fast]) {
        expect(counters).toMatchObject({ deadPeers: 0, lostConnections: 0 });
      }
    },
    60_000,
  );
});
