import { describeConformance } from '@beckon/conformance/jest';
import { inOneProcess } from '../test/sides.ts';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';
import { nodePlatform } from './node/node-platform.ts';

describeWithServer('nats', () => {
  let server: NatsServer;

  beforeAll(async () => {
    server = await NatsServer.start();
  });
  afterAll(() => server.stop());

  describeConformance(
    'nats in one process',
    inOneProcess(nodePlatform, () => server.url),
  );
});
