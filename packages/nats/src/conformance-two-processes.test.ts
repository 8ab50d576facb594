import { describeConformance } from '@beckon/conformance/jest';
import { inTwoProcesses } from '../test/two-processes.ts';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';

describeWithServer('nats', () => {
  let server: NatsServer;
  const harness = inTwoProcesses(() => server.url);

  beforeAll(async () => {
    server = await NatsServer.start();
  });
  afterAll(async () => {
    await harness.stop();
    await server.stop();
  });

  describeConformance('nats across two processes', harness);
});
