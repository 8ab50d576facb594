import type { ConformanceHarness } from '@beckon/conformance';
import { describeConformance } from '@beckon/conformance/jest';
import { inOneProcess } from '../test/conformance-harness.ts';
import { startCluster } from '../test/nats-cluster.ts';
import { describeWithServer, type NatsServer } from '../test/nats-server.ts';

/** The case between whose `setUp` and body a server dies, while both sides are connected to it. */
const CASE_OF_THE_KILL = 60;

describeWithServer('nats', () => {
  let servers: readonly NatsServer[];
  let cases = 0;

  beforeAll(async () => {
    servers = await startCluster(3);
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const alive = inOneProcess(() =>
    servers.slice(cases > CASE_OF_THE_KILL ? 1 : 0).map(({ url }) => url),
  );
  const harness: ConformanceHarness = {
    ...alive,
    async setUp() {
      cases += 1;
      if (cases !== CASE_OF_THE_KILL) return alive.setUp();
      // Both are connected to the first server: it is the only one that they know of at first.
      const setup = await inOneProcess(() => servers[0]!.url).setUp();
      await setup.adapter.open();
      await servers[0]!.kill();
      await reaches(setup);
      await setup.adapter.close();
      return setup;
    },
  };

  describeConformance('nats over three servers, one of which is killed', harness);
});

/** Resolves when the two sides of a case reach each other. */
async function reaches({
  adapter,
  peer,
}: Awaited<ReturnType<ConformanceHarness['setUp']>>): Promise<void> {
  for (;;) {
    try {
      const events = adapter.createEvent();
      const { inviteAsync } = await import('@beckon/core');
      const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
      await inviteAsync(adapter, { to: { endpoint: peer.endpoint }, applicationId, expiresInMs: 1 });
      return events.close();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
