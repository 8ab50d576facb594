import { describeConformance } from '@beckon/conformance/jest';
import { inOneProcess } from '../test/conformance-harness.ts';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';

describeWithServer('nats', () => {
  let server: NatsServer;

  beforeAll(async () => {
    server = await NatsServer.start();
  });
  afterAll(() => server.stop());

  describeConformance(
    'nats in one process',
    inOneProcess(() => server.url),
  );
});
