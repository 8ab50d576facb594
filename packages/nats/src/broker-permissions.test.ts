import { incomingInvitations, inviteAsync, sendInvitation } from '@beckon/core';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import { firstValueFrom } from 'rxjs';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';
import { createPerson, type Person, permissionsFor } from '../test/permissions.ts';
import { brokerPermissions, natsAdapter, setUpMail } from './index.ts';
import { mailboxOf } from './mail/mail-subjects.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

describeWithServer('brokerPermissions', () => {
  const [alice, bob, operator] = [1, 2, 3].map(createPerson) as [Person, Person, Person];
  let server: NatsServer;

  const login = ({ seed, peerName }: Person): Promise<NatsConnection> =>
    connect({
      servers: server.url,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
      inboxPrefix: `_INBOX.${peerName}`,
    });

  beforeAll(async () => {
    server = await NatsServer.start(
      `${permissionsFor([alice, bob], [], `{ nkey: ${operator.peerName} }`)}
      jetstream { store_dir: "$FOLDER/js" }`,
    );
    const connection = await login(operator);
    await setUpMail(connection);
    await connection.close();
  });
  afterAll(() => server.stop());

  it('suffice for invitations to people who are there and to people who are away', async () => {
    const own = { servers: server.url, mail: true };
    const adapterOfAlice = natsAdapter({ ...own, seed: alice.seed });
    const adapterOfBob = natsAdapter({ ...own, seed: bob.seed });
    await adapterOfAlice.open();
    const to = { endpoint: { address: `nats:${bob.peerName}` } };
    await sendInvitation(adapterOfAlice, { to, applicationId, message: 'later' });
    await adapterOfBob.open();
    const waiting = await firstValueFrom(incomingInvitations(adapterOfBob));
    expect(waiting.message).toBe('later');
    await waiting.decline();
    incomingInvitations(adapterOfBob).subscribe((invitation) => void invitation.accept());
    expect(await inviteAsync(adapterOfAlice, { to, applicationId })).toMatchObject({
      state: 'accepted',
    });
    await Promise.all([adapterOfAlice.close(), adapterOfBob.close()]);
  });

  it("allow nothing with another person's mail, nor with the mail streams", async () => {
    const attacker = await login(alice);
    const { stream, filter, subject } = mailboxOf(bob.peerName);
    const refused: string[] = [];
    void (async () => {
      for await (const status of attacker.status()) {
        if (status.type === 'error') refused.push(status.error.message);
      }
    })();
    const attempts = [
      subject(bob.peerName, '0'),
      `$JS.API.CONSUMER.CREATE.${stream}.${alice.peerName}.${filter}`,
      `$JS.API.CONSUMER.CREATE.${stream}.${bob.peerName}.${filter}`,
      `$JS.API.CONSUMER.CREATE.${stream}`,
      `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${alice.peerName}`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${bob.peerName}`,
      `$JS.API.CONSUMER.DELETE.${stream}.${bob.peerName}`,
      `$JS.API.STREAM.MSG.GET.${stream}`,
      `$JS.API.STREAM.PURGE.${stream}`,
      `$JS.API.STREAM.DELETE.${stream}`,
      '$JS.API.STREAM.NAMES',
      `$JS.ACK.${stream}.${bob.peerName}.1.1.1.1.0`,
    ];
    for (const attempt of attempts) attacker.publish(attempt, '{}');
    for (const place of [`beckon.${bob.peerName}.*`, `_INBOX.${bob.peerName}.>`, '>']) {
      attacker.subscribe(place, { callback: () => undefined });
    }
    while (refused.length < attempts.length + 3) await attacker.flush();
    for (const attempt of attempts) {
      expect(refused.some((message) => message.includes(`"${attempt}"`))).toBe(true);
    }
    await attacker.close();
  });

  it('are made for a public nkey only', () => {
    for (const wrong of ['bob', alice.seed, '*', undefined as unknown as string]) {
      expect(() => brokerPermissions(wrong)).toThrow(TypeError);
    }
  });
});
