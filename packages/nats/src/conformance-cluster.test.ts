import type { ConformanceHarness } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import type { NatsConnection } from '@nats-io/nats-core';
import { inOneProcess } from '../test/sides.ts';
import { startCluster } from '../test/nats-cluster.ts';
import { describeWithServer, type NatsServer } from '../test/nats-server.ts';
import { nodePlatform } from './node/node-platform.ts';

/** A server is killed before this case, while both sides are connected to it. */
const CASE_OF_THE_KILL = 60;

describeWithServer('nats', () => {
  let servers: readonly NatsServer[];
  let cases = 0;
  let peerConnection: NatsConnection | undefined;

  beforeAll(async () => {
    servers = await startCluster(3);
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const known = (): readonly string[] => {
    if (cases === CASE_OF_THE_KILL) return [servers[0]!.url];
    return servers.slice(cases > CASE_OF_THE_KILL ? 1 : 0).map(({ url }) => url);
  };
  const inCluster = inOneProcess(nodePlatform, known, (connection) => {
    peerConnection = connection;
  });
  const harness: ConformanceHarness = {
    ...inCluster,
    async setUp() {
      cases += 1;
      const setup = await inCluster.setUp();
      if (cases !== CASE_OF_THE_KILL) return setup;
      await setup.adapter.open();
      await servers[0]!.kill();
      await reconnected(peerConnection!);
      // The connection stays open, because the only server in its own list is dead.
      return setup;
    },
  };

  describeConformance('nats over three servers, one of which is killed', harness);

  it('the server was killed', () => {
    expect(cases).toBeGreaterThan(CASE_OF_THE_KILL);
    expect(peerConnection!.getServer()).not.toBe(new URL(servers[0]!.url).host);
  });
});

async function reconnected(connection: NatsConnection): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') return;
}
