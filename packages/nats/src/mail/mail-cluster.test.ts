import { incomingInvitations, sendInvitation } from '@beckon/core';
import { connect } from '@nats-io/transport-node';
import { startCluster } from '../../test/nats-cluster.ts';
import { describeWithServer, type NatsServer } from '../../test/nats-server.ts';
import { createPerson } from '../../test/permissions.ts';
import { type NatsAdapter, natsAdapter, setUpMail } from '../index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

describeWithServer('mail on three servers, each of which is killed once', () => {
  let servers: readonly NatsServer[];
  const open: NatsAdapter[] = [];

  beforeAll(async () => {
    servers = await startCluster(3, 'jetstream { store_dir: "$FOLDER/js" }');
    const operator = await connect({ servers: servers.map(({ url }) => url) });
    await setUpMail(operator, { replicas: 3, maxBytes: 1_048_576 });
    await operator.close();
  });
  afterAll(async () => {
    await Promise.all(open.map((adapter) => adapter.close()));
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function join(seed: string): Promise<NatsAdapter> {
    const adapter = natsAdapter({ servers: servers.map(({ url }) => url), mail: true, seed });
    await adapter.open();
    open.push(adapter);
    return adapter;
  }

  it('keeps every invitation, takes new ones meanwhile, and delivers each once', async () => {
    const [alice, bob] = [createPerson(), createPerson()];
    const sender = await join(alice.seed);
    const send = (message: string): Promise<unknown> =>
      sendInvitation(sender, {
        to: { endpoint: { address: `nats:${bob.peerName}` } },
        applicationId,
        message,
        expiresInMs: 600_000,
      });
    const sent: string[] = [];
    for (const [index, server] of servers.entries()) {
      for (const when of ['before', 'during']) {
        if (when === 'during') await server.kill();
        const message = `${when} ${index}`;
        await send(message);
        sent.push(message);
      }
      await server.restart();
      await server.healthy();
    }
    const shown: (string | undefined)[] = [];
    const recipient = await join(bob.seed);
    const last = new Promise<void>((resolve) => {
      incomingInvitations(recipient).subscribe(({ message }) => {
        shown.push(message);
        if (message === 'last') resolve();
      });
    });
    await send('last');
    await last;
    expect(shown.toSorted()).toEqual([...sent, 'last'].toSorted());
  });
});
