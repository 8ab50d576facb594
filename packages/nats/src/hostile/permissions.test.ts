import { incomingInvitations, inviteAsync } from '@beckon/core';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import { describeWithServer, NatsServer } from '../../test/nats-server.ts';
import { createPerson, type Person, permissionsFor } from '../../test/permissions.ts';
import { type NatsAdapter, natsAdapter } from '../index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
/** A message in Alice's name, which the server would never let Mallory publish. */
const FORGED = Uint8Array.of(1, 1, ...new Uint8Array(16 + 1 + 104).fill(7));

describeWithServer('around the permissions of the broker', () => {
  const [alice, bob, mallory, operator] = [1, 2, 3, 4].map(createPerson) as [
    Person,
    Person,
    Person,
    Person,
  ];
  let server: NatsServer;
  let attacker: NatsConnection;
  let service: NatsConnection;
  let adapterOfAlice: NatsAdapter;
  let adapterOfBob: NatsAdapter;
  let received: string[];

  beforeAll(async () => {
    server = await NatsServer.start(
      `${permissionsFor(
        [alice, bob, mallory],
        ['$JS.API.>', 'evil.>', 'service.echo'],
        `{ nkey: ${operator.peerName} }`,
      )}
      jetstream { store_dir: "$FOLDER/js" }`,
    );
    const login = ({ seed }: Person) =>
      connect({
        servers: server.url,
        authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
        inboxPrefix: `_INBOX.${mallory.peerName}`,
      });
    attacker = await login(mallory);
    // Another program on the same broker. It answers every request to whatever reply subject it has.
    service = await login(operator);
    service.subscribe('service.echo', {
      callback: (_, message) => void message.respond(message.data),
    });
    await service.flush();
  });
  afterAll(async () => {
    await Promise.all([attacker.close(), service.close()]);
    await server.stop();
  });

  beforeEach(async () => {
    const servers = server.url;
    received = [];
    adapterOfAlice = natsAdapter({ servers, seed: alice.seed });
    adapterOfBob = natsAdapter({ servers, seed: bob.seed });
    await Promise.all([adapterOfAlice.open(), adapterOfBob.open()]);
    incomingInvitations(adapterOfBob).subscribe((invitation) => {
      received.push(invitation.from.contact!.peerName);
      invitation.accept().catch(() => undefined);
    });
  });
  afterEach(() => Promise.all([adapterOfAlice.close(), adapterOfBob.close()]));

  const asAlice = `beckon.${bob.peerName}.${alice.peerName}`;
  const counted = (): number =>
    adapterOfBob.counters.malformedMessages +
    adapterOfBob.counters.forgedCards +
    adapterOfBob.counters.untimelyCards;

  async function expectUnharmed(): Promise<void> {
    while (counted() === 0) await attacker.rtt();
    expect(counted()).toBe(1);
    const endpoint = { address: `nats:${bob.peerName}` };
    const { state } = await inviteAsync(adapterOfAlice, { to: { endpoint }, applicationId });
    expect(state).toBe('accepted');
    expect(received).toEqual([alice.peerName]);
  }

  it("the server refuses messages in another person's name", async () => {
    const refused = (async () => {
      for await (const status of attacker.status())
        if (status.type === 'error') return status.error;
      return undefined;
    })();
    attacker.publish(asAlice, FORGED);
    expect((await refused)?.message).toMatch(/Permissions Violation for Publish/i);
    expect(counted()).toBe(0);
  });

  it('a request to the JetStream API whose reply goes to Bob as from Alice', async () => {
    attacker.publish('$JS.API.INFO', new Uint8Array(), { reply: asAlice });
    await expectUnharmed();
  });

  it('a service that answers wherever it is told to', async () => {
    attacker.publish('service.echo', FORGED, { reply: asAlice });
    await expectUnharmed();
  });

  it('a push consumer that delivers to Bob as from Alice', async () => {
    const api = async (subject: string, request: object): Promise<void> => {
      const answer = await attacker.request(`$JS.API.${subject}`, JSON.stringify(request));
      expect(answer.json()).not.toHaveProperty('error');
    };
    // The server delivers only when there is a subscription to exactly this subject. A pattern is not enough.
    service.subscribe(asAlice, { callback: () => undefined });
    await service.flush();
    await api('STREAM.CREATE.EVIL', { name: 'EVIL', subjects: ['evil.>'], storage: 'memory' });
    await attacker.request('evil.note', FORGED);
    await api('CONSUMER.CREATE.EVIL', {
      stream_name: 'EVIL',
      config: { deliver_subject: asAlice, deliver_policy: 'all', ack_policy: 'none' },
    });
    await expectUnharmed();
  });

  it('an identity that the broker does not know is not let in', async () => {
    const stranger = natsAdapter({ servers: server.url });
    await expect(stranger.open()).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' });
  });
});
